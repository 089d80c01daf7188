// question: Which people may be the same person, by name at one company or by mail or phone?
// 问题: 哪些联系人可能是同一人（同企业同名，或邮箱、电话相同）？
// title: Possible duplicates | 可能重复的联系人
// theme: data_quality
// column person, person_id (Person): One. | 其一
// column other, other_person_id (Person): The other. | 其二
// column same: What they share. | 相同之处
CALL () {
  MATCH (p:Person)-[:WORKS_FOR]->(e:Enterprise)
  WHERE p.name IS NOT NULL
  RETURN 'name and company' AS what, p.name + ' / ' + e.id AS value, p
  UNION
  MATCH (p:Person)
  WHERE p.email IS NOT NULL
  RETURN 'email' AS what, toLower(p.email) AS value, p
  UNION
  MATCH (p:Person)
  WHERE p.phone IS NOT NULL
  RETURN 'phone' AS what, p.phone AS value, p
}
WITH what, value, p ORDER BY p.id
WITH what, value, collect(DISTINCT p) AS people
WHERE size(people) > 1
UNWIND people AS a
UNWIND people AS b
WITH a, b, what
WHERE a.id < b.id
WITH DISTINCT a, b, what ORDER BY what
WITH a, b, collect(what) AS same
RETURN coalesce(a.name, a.id) AS person, a.id AS person_id,
       coalesce(b.name, b.id) AS other, b.id AS other_person_id, same
ORDER BY size(same) DESC, person_id, other_person_id
