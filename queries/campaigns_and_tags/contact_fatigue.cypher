// question: Which customers were in several campaigns, or must not be contacted?
// 问题: 哪些客户参加了多个活动，或不可联系？
// title: Contact fatigue | 营销疲劳
// theme: campaigns_and_tags
// column enterprise, enterprise_id (Enterprise): The customer. | 客户
// column campaigns: Campaigns it was in. | 参加活动数
// column last_contacted: The last contact of a campaign. | 最近一次营销联系
// column do_not_contact: Whether it must not be contacted. | 是否请勿联系
MATCH (e:Enterprise)
OPTIONAL MATCH (c:Campaign)-[t:TARGETED]->(e)
WITH e, count(DISTINCT c) AS campaigns, max(t.contacted_on) AS last_contacted,
     coalesce(e.do_not_contact, false) AS do_not_contact
WHERE campaigns > 1 OR do_not_contact
RETURN coalesce(e.name, e.id) AS enterprise, e.id AS enterprise_id, campaigns, last_contacted,
       do_not_contact
ORDER BY campaigns DESC, enterprise_id
