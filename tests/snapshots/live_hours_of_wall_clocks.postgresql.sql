SELECT sums.hour, coalesce(sums.rows, 0) AS posts
FROM (SELECT facts.hour AS hour, count(*) AS rows
FROM (SELECT posts.hour AS hour
FROM (SELECT CAST(NULL AS BIGINT) AS post_id, declared_posts.platform AS platform, declared_posts.account AS account, declared_posts.native_id AS native_id, declared_posts.day AS day, declared_posts.hour AS hour, CAST(date_trunc('week', declared_posts.day) AS DATE) AS week, CAST(date_trunc('month', declared_posts.day) AS DATE) AS month, CAST(EXTRACT(isodow FROM declared_posts.day) AS SMALLINT) AS weekday, declared_posts.captured_at AS captured_at
FROM (SELECT 'insta' AS account, '2026-05-31 12:00:00' AS captured_at, CAST(timezone('Asia/Taipei', timezone('Europe/Berlin', "erschienen")) AS DATE) AS day, CAST(EXTRACT(hour FROM timezone('Asia/Taipei', timezone('Europe/Berlin', "erschienen"))) AS SMALLINT) AS hour, nullif(trim(CAST("Kennung" AS TEXT)), '') AS native_id, 'instagram' AS platform
FROM "lager"."beitraege"
WHERE "Kennung" IS NOT NULL AND "erschienen" IS NOT NULL) AS declared_posts) AS posts) AS facts GROUP BY facts.hour) AS sums ORDER BY sums.hour
