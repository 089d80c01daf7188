// question: How much of the graph does each source state?
// 问题: 图中的数据各来自哪里？
// title: What each source states | 各来源的数据量
// theme: data_quality
// column source: File or system. | 来源
// column kind: Kind of node. | 节点种类
// column nodes: How many it states. | 节点数
MATCH (n)
WHERE n.id IS NOT NULL AND n.sources IS NOT NULL
UNWIND n.sources AS source
RETURN source, labels(n)[0] AS kind, count(*) AS nodes
ORDER BY source, kind
