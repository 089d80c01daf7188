// question: How often did we meet people of each open deal lately, and when last?
// 问题: 每个未结商机近来接触了多少次，最近一次是何时？
// title: Contacts in each open deal | 各商机的接触
// theme: deals
// parameter days (integer 1..3650) = 90: How far back. | 回溯天数
// parameter as_of (date) = today: Counted back from this day. | 从这一天往前计算
// column deal, deal_id (Opportunity): The deal. | 商机
// column contacts: Visits, meetings, calls and mails noted in that time. | 期间接触次数
// column people_met: Different people met in that time. | 期间见到的人数
// column last_contact: The last one ever noted; empty: none. | 最近接触日期，空为没有
MATCH (o:Opportunity)
WHERE coalesce(o.closed_on > $as_of, o.outcome IS NULL AND coalesce(o.stage, '') <> 'closed')
  AND coalesce(o.opened_on <= $as_of, true)
CALL (o) {
  OPTIONAL MATCH (i:Interaction)-[:ABOUT]->(o)
  WHERE i.on <= $as_of
  RETURN max(i.on) AS last_contact,
         sum(CASE WHEN i.on > $as_of - duration({days: $days}) THEN 1 ELSE 0 END) AS contacts
}
CALL (o) {
  OPTIONAL MATCH (p:Person)-[:TOOK_PART]->(i:Interaction)-[:ABOUT]->(o)
  WHERE i.on <= $as_of AND i.on > $as_of - duration({days: $days})
  RETURN count(DISTINCT p) AS people_met
}
RETURN coalesce(o.name, o.id) AS deal, o.id AS deal_id, contacts, people_met, last_contact
ORDER BY contacts, coalesce(last_contact, date('0001-01-01')), deal_id
