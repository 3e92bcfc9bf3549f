"""Files as the platforms write them in other languages: header words, and one row each."""

from __future__ import annotations


def words(block: str) -> list[list[str]]:
    """The header words of each language: a line, continued where it is set in."""
    lines = block.strip().replace("\n    ", " ").splitlines()
    return [[word.strip() for word in line.split("|")] for line in lines]


X = """
ポストID | 日付 | ポスト本文 | ポストのリンク | インプレッション数 | いいね | 新しいフォロー | 返信
Id. del post | Fecha | Texto del post | Enlace del post | Impresiones | Me gusta | Nuevos seguidores |
    Respuestas
ID do post | Data | Texto do post | Link do post | Impressões | Curtidas | Novos seguidores |
    Respostas
Post-ID | Datum | Post-Text | Post-Link | Impressionen | Gefällt mir | Neue Follower | Antworten
Inläggs-id | Datum | Inläggstext | Länk | Visningar | Gilla-markeringar | Nya följare | Svar
"""
X_ROW = [
    "1891564128784855141",
    "9 nov 2025",
    "hej",
    "https://x.com/y/status/1891564128784855141",
    "70",
    "3",
    "1",
    "2",
]

TIKTOK = """
Time | 影片標題 | 影片連結 | 發布時間 | 總讚數 | 總留言數 | 總分享數 | 總觀看次數
時間 | 動画タイトル | 動画リンク | 投稿時間 | いいねの合計 | コメントの合計 | シェアの合計 | 視聴の合計
Zeit | Videotitel | Videolink | Beitragszeit | Likes insgesamt | Kommentare insgesamt |
    Geteilt insgesamt | Aufrufe insgesamt
Hora | Título del video | Enlace del video | Hora de publicación | Total de Me gusta |
    Total de comentarios | Total de veces compartido | Total de visualizaciones
Tempo | Título do vídeo | Link do vídeo | Hora da publicação | Total de curtidas |
    Total de comentários | Total de compartilhamentos | Total de visualizações
Tid | Videotitel | Videolänk | Publiceringstid | Totalt antal gillamarkeringar |
    Totalt antal kommentarer | Totalt antal delningar | Totalt antal visningar
"""
TIKTOK_ROW = [
    "Nov 20",
    "Brew",
    "https://www.tiktok.com/@y/video/7362975467459380230",
    "Dec 24",
    "5",
    "1",
    "2",
    "900",
]

LINKEDIN = """
貼文標題 | 貼文連結 | 貼文類型 | 建立日期 | 曝光次數 | 點擊次數 | 讚 | 留言 | 轉發
投稿タイトル | 投稿リンク | 投稿タイプ | 作成日 | インプレッション数 | クリック数 |
    リアクション | コメント | 再投稿
Titel des Beitrags | Beitragslink | Beitragstyp | Erstellungsdatum | Impressions | Klicks |
    Gefällt mir | Kommentare | Reposts
Título de la publicación | Enlace de la publicación | Tipo de publicación | Fecha de creación |
    Impresiones | Clics | Recomendaciones | Comentarios | Veces compartido
Título da publicação | Link da publicação | Tipo de publicação | Data de criação | Impressões |
    Cliques | Gostei | Comentários | Compartilhamentos
Inläggsrubrik | Inläggslänk | Inläggstyp | Skapad | Visningar | Klick | Gilla-markeringar |
    Kommentarer | Delningar
"""
LINKEDIN_ROW = [
    "Roast",
    "https://www.linkedin.com/feed/update/urn:li:activity:6682292000000000001",
    "Organic",
    "06/25/2025",
    "98",
    "1",
    "2",
    "0",
    "3",
]
