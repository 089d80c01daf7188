// question: Which companies does a group control by a majority at every step?
// 问题: 集团通过逐级多数持股控制哪些企业？
// title: Control by majority chains | 逐级多数控制
// theme: groups
// parameter group (Enterprise) = "": One group; empty for all. | 集团编号，留空为全部
// parameter as_of (date) = today: Holdings in force on this day. | 以这一天有效的持股为准
// column group, group_id (Enterprise): Who controls. | 控制者
// column member, member_id (Enterprise): The company controlled; control by several owners together is in linchpin group. | 被控企业；多方合计控制见 linchpin group
// column depth: Holdings in between. | 层数
// column passed_on: The product of the shares: what of the profit gets up by this chain. | 各级持股之积，即沿此链上收的收益比例
MATCH (g:Enterprise)<-[held:MEMBER_OF*1..8]-(m:Enterprise)
WHERE m.id <> g.id AND ($group = '' OR g.id = $group)
  AND all(h IN held WHERE h.share > 0.5
    AND h.since <= $as_of AND (h.until IS NULL OR h.until > $as_of))
WITH g, m, size(held) AS depth, reduce(part = 1.0, h IN held | part * h.share) AS part
WITH g, m, min(depth) AS depth, max(part) AS part
RETURN coalesce(g.name, g.id) AS group, g.id AS group_id,
       coalesce(m.name, m.id) AS member, m.id AS member_id, depth, round(part, 6) AS passed_on
ORDER BY group_id, depth, member_id
