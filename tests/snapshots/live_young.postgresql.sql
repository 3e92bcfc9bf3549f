SELECT min(posts.day) AS day
FROM (SELECT CAST(NULL AS BIGINT) AS post_id, declared_posts.platform AS platform, declared_posts.account AS account, declared_posts.native_id AS native_id, declared_posts.day AS day, CAST(date_trunc('week', declared_posts.day) AS DATE) AS week, CAST(date_trunc('month', declared_posts.day) AS DATE) AS month, CAST(EXTRACT(isodow FROM declared_posts.day) AS SMALLINT) AS weekday, declared_posts.captured_at AS captured_at
FROM (SELECT 'insta' AS account, '2026-05-31 12:00:00' AS captured_at, CAST(timezone('Asia/Taipei', "erschienen") AS DATE) AS day, nullif(trim(CAST("Kennung" AS TEXT)), '') AS native_id, 'instagram' AS platform
FROM "lager"."beitraege"
WHERE "Kennung" IS NOT NULL AND "erschienen" IS NOT NULL AND "erschienen" >= '2026-04-29' AND "erschienen" <= '2026-06-02') AS declared_posts) AS posts
WHERE posts.day >= '2026-05-01' AND posts.day <= '2026-05-31' AND posts.captured_at < CAST(posts.day AS TIMESTAMP WITHOUT TIME ZONE) + make_interval(secs=>604800.0)
