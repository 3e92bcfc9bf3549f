SELECT sums.topic, sums.sum_reach AS reach
FROM (SELECT facts.topic AS topic, CAST(sum(facts.reach) AS BIGINT) AS sum_reach
FROM (SELECT posts.reach AS reach, posts.topic AS topic
FROM (SELECT known.post_id AS post_id, post.platform AS platform, post.account AS account, post.native_id AS native_id, known.day AS day, known.content_type AS content_type, known.topic AS topic, known.reach AS reach, CAST(date_trunc('week', known.day) AS DATE) AS week, CAST(date_trunc('month', known.day) AS DATE) AS month, CAST(EXTRACT(isodow FROM known.day) AS SMALLINT) AS weekday, known.captured_at AS captured_at
FROM (SELECT observation.post_id AS post_id, (array_agg(observation.day ORDER BY imports.age DESC) FILTER (WHERE observation.day IS NOT NULL))[1] AS day, (array_agg(observation.content_type ORDER BY imports.age DESC) FILTER (WHERE observation.content_type IS NOT NULL))[1] AS content_type, (array_agg(observation.topic ORDER BY imports.age DESC) FILTER (WHERE observation.topic IS NOT NULL))[1] AS topic, (array_agg(observation.reach ORDER BY imports.age DESC) FILTER (WHERE observation.reach IS NOT NULL))[1] AS reach, max(observation.captured_at) AS captured_at
FROM observation JOIN (SELECT import_log.id AS id, import_log.captured_at AS captured_at, row_number() OVER (ORDER BY import_log.captured_at, import_log.id) AS age
FROM import_log
WHERE import_log.kind IN ('file', 'demo') AND import_log.id <= 7 AND (import_log.id NOT IN (SELECT later.undoes
FROM import_log AS later
WHERE later.undoes IS NOT NULL AND later.id <= 7))) AS imports ON imports.id = observation.import_id GROUP BY observation.post_id) AS known JOIN post ON post.id = known.post_id) AS posts
WHERE (posts.content_type IN ('video') OR posts.content_type IS NULL) AND posts.day >= '2026-05-01' AND posts.day <= '2026-05-31') AS facts GROUP BY facts.topic) AS sums ORDER BY sums.topic
