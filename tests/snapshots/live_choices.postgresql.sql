SELECT anon_1.id, anon_1.value, anon_1.name, anon_1.platform, anon_1.n
FROM (SELECT anon_2.id AS id, anon_2.value AS value, anon_2.name AS name, anon_2.platform AS platform, anon_2.n AS n, row_number() OVER (PARTITION BY anon_2.id ORDER BY anon_2.n DESC, anon_2.value) AS nth
FROM (SELECT CASE WHEN (grouping(posts.content_type) = 0) THEN 'content_type' WHEN (grouping(posts.topic) = 0) THEN 'topic' END AS id, coalesce(posts.content_type, posts.topic) AS value, max(posts.account_name) AS name, max(posts.platform) AS platform, count(*) AS n
FROM (SELECT CAST(NULL AS BIGINT) AS post_id, declared_posts.platform AS platform, declared_posts.account AS account, declared_posts.native_id AS native_id, CAST(NULL AS TEXT) AS account_name, declared_posts.day AS day, declared_posts.content_type AS content_type, CAST(NULL AS TEXT) AS topic, CAST(date_trunc('week', declared_posts.day) AS DATE) AS week, CAST(date_trunc('month', declared_posts.day) AS DATE) AS month, CAST(EXTRACT(isodow FROM declared_posts.day) AS SMALLINT) AS weekday, declared_posts.captured_at AS captured_at
FROM (SELECT 'insta' AS account, '2026-05-31 12:00:00' AS captured_at, CASE WHEN (lower(nullif(trim(CAST("art" AS TEXT)), '')) IN ('bild')) THEN 'photo' WHEN (lower(nullif(trim(CAST("art" AS TEXT)), '')) IN ('reel')) THEN 'reel' ELSE nullif(trim(CAST("art" AS TEXT)), '') END AS content_type, CAST(timezone('Asia/Taipei', "erschienen") AS DATE) AS day, nullif(trim(CAST("Kennung" AS TEXT)), '') AS native_id, 'instagram' AS platform
FROM "lager"."beitraege"
WHERE "Kennung" IS NOT NULL AND "erschienen" IS NOT NULL) AS declared_posts) AS posts GROUP BY GROUPING SETS(posts.content_type, posts.topic)) AS anon_2
WHERE anon_2.value != '') AS anon_1
WHERE anon_1.nth <= 500
