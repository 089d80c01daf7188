// question: Which of our ties have had no contact for a while?
// 问题: 哪些关系很久没有联系了？
// title: Ties that went quiet | 久未联系的关系
// theme: our_cover
// parameter days (integer 1..3650) = 90: Quiet for this many days or more. | 多少天以上没有联系
// parameter as_of (date) = today: Counted back from this day. | 以这一天往前计算
// column seller, seller_id (Seller): Our person. | 我方人员
// column person, person_id (Person): Whom they cover. | 被覆盖的人
// column last_contact: The last contact known. | 最近接触日期
// column quiet_days: Days since. | 已过天数
// column open_deals: Open deals in which the person has a role. | 此人有角色的未结商机数
MATCH (s:Seller)-[c:COVERS]->(p:Person)
WHERE c.last_contact <= $as_of - duration({days: $days})
  AND (c.since IS NULL OR c.since <= $as_of) AND (c.until IS NULL OR c.until > $as_of)
  AND NOT EXISTS {
    MATCH (s)-[:TOOK_PART]->(i:Interaction)<-[:TOOK_PART]-(p)
    WHERE i.on > $as_of - duration({days: $days}) AND i.on <= $as_of
  }
CALL (p) {
  OPTIONAL MATCH (p)-[:PLAYS]->(o:Opportunity)
  WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
    AND coalesce(o.opened_on <= $as_of, true)
  RETURN count(DISTINCT o) AS open_deals
}
RETURN coalesce(s.name, s.id) AS seller, s.id AS seller_id,
       coalesce(p.name, p.id) AS person, p.id AS person_id, c.last_contact AS last_contact,
       duration.inDays(c.last_contact, $as_of).days AS quiet_days, open_deals
ORDER BY open_deals DESC, quiet_days DESC, seller_id, person_id
