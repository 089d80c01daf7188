// question: How many customers does each channel serve, and how much room is left?
// 问题: 每个渠道服务多少客户，还有多少余量？
// title: Channels and their room | 渠道与余量
// theme: products
// column channel, channel_id (Channel): The channel. | 渠道
// column kind: Direct, electronic or partner. | 渠道类型
// column customers: Customers it serves. | 服务客户数
// column capacity: Customers it can serve. | 容量
// column room: What is left. | 余量
// column unit_cost: Cost of a customer a month. | 单位成本
MATCH (h:Channel)
OPTIONAL MATCH (e:Enterprise)-[:SERVED_BY]->(h)
WITH h, count(DISTINCT e) AS customers
RETURN coalesce(h.name, h.id) AS channel, h.id AS channel_id, h.kind AS kind, customers,
       h.capacity AS capacity, h.capacity - customers AS room, h.unit_cost AS unit_cost
ORDER BY customers DESC, channel_id
