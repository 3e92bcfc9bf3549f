SELECT sums.week, coalesce(sums.rows, 0) AS posts
FROM (SELECT facts.week AS week, count(*) AS rows
FROM (SELECT posts.week AS week
FROM (SELECT CAST(NULL AS BIGINT) AS post_id, declared_posts.platform AS platform, declared_posts.account AS account, declared_posts.native_id AS native_id, declared_posts.day AS day, CAST(date_trunc('week', declared_posts.day) AS DATE) AS week, CAST(date_trunc('month', declared_posts.day) AS DATE) AS month, CAST(EXTRACT(isodow FROM declared_posts.day) AS SMALLINT) AS weekday, declared_posts.captured_at AS captured_at
FROM (SELECT 'insta' AS account, '2026-05-31 12:00:00' AS captured_at, CAST("erschienen" AS DATE) AS day, nullif(trim(CAST("Kennung" AS TEXT)), '') AS native_id, 'instagram' AS platform
FROM "lager"."beitraege"
WHERE "Kennung" IS NOT NULL AND "erschienen" IS NOT NULL AND "erschienen" >= '2026-04-29' AND "erschienen" <= '2026-06-02') AS declared_posts) AS posts
WHERE posts.day >= '2026-05-01' AND posts.day <= '2026-05-31') AS facts GROUP BY facts.week) AS sums ORDER BY sums.week
