// question: With which products do we win?
// 问题: 哪些产品赢单率高？
// title: Win rate by product | 各产品胜率
// theme: products
// parameter as_of (date) = today: Deals closed by this day. | 截至这一天已结的商机
// column product, product_id (Product): The product. | 产品
// column won: Closed deals with it that we won. | 赢单数
// column lost: Closed deals with it that we lost. | 丢单数
// column win_rate: Won of those decided. | 胜率
MATCH (x:Product)<-[:INCLUDES]-(o:Opportunity)
WHERE o.outcome IN ['won', 'lost'] AND coalesce(o.closed_on <= $as_of, true)
WITH x, o.outcome AS outcome, count(DISTINCT o) AS deals
WITH x, sum(CASE WHEN outcome = 'won' THEN deals ELSE 0 END) AS won,
     sum(CASE WHEN outcome = 'lost' THEN deals ELSE 0 END) AS lost
RETURN coalesce(x.name, x.id) AS product, x.id AS product_id, won, lost,
       round(1.0 * won / (won + lost), 6) AS win_rate
ORDER BY win_rate DESC, won DESC, product_id
