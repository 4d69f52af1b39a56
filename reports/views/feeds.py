"""What programs read: the Atom feeds, the map of the site, and what crawlers may do."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from network.models import ProfileEdition
from network.steps import Topic
from rooms.text import printable

from ..caching import public_page
from ..news import address, items
from ..templatetags.face import in_language

PAGES = (
    "reports:home",
    "reports:map",
    "reports:profiles",
    "reports:statement-list",
    "reports:events",
    "reports:library",
)


@public_page
def feed(request, topic=None):
    """What is new, of everything or of one topic; what is withdrawn is not in it any more."""
    if topic is not None and topic not in Topic:
        raise Http404
    found = items(request.user, topic)
    label = str(Topic(topic).label) if topic else _("Neues")
    atom = Atom1Feed(
        title=f"Ortsgespräch: {label}",
        link=request.build_absolute_uri(reverse("reports:home")),
        description=_("Was neu veröffentlicht ist."),
        language=get_language(),
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=f"tag:{request.get_host().partition(':')[0]},2026:{topic or 'neues'}",
    )
    host = request.get_host().partition(":")[0]
    for item in found:
        atom.add_item(
            title=printable(item.title),
            link=request.build_absolute_uri(item.url),
            description=printable(item.summary),
            unique_id=f"tag:{host},2026:{item.key}",
            pubdate=item.published_at,
            updateddate=item.changed_at,
            author_name="Ortsgespräch",
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


@public_page
def sitemap(request):
    """Every public page in both languages; nothing that is only counted, only signed once, or withdrawn."""
    paths = [path for path in map(address, PAGES) if path]
    slugs = ProfileEdition.objects.visible_to(request.user).published().named().values_list("slug", flat=True)
    paths += [reverse("reports:profile", args=[slug]) for slug in slugs.order_by("slug")]
    paths += [item.url for item in items(request.user) if item.topic != Topic.PROFILES]
    urls = [request.build_absolute_uri(in_language(path, code)) for path in paths for code in ("de", "en")]
    places = "".join(f"<url><loc>{url}</loc></url>" for url in dict.fromkeys(urls))
    text = f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="{SITEMAP}">{places}</urlset>'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@login_not_required
@require_safe
def robots(request):
    """Crawlers read the public face and nothing else."""
    where = request.build_absolute_uri(reverse("reports:sitemap"))
    lines = ["User-agent: *", "Allow: /oeffentlich/", "Allow: /en/oeffentlich/", "Disallow: /oeffentlich/mitreden/"]
    lines += ["Disallow: /en/oeffentlich/mitreden/", "Disallow: /", f"Sitemap: {where}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
