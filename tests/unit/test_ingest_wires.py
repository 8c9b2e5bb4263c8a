"""Stories as agencies deliver them in XML are read with their headline, words, moments and publisher."""

import pytest

from ingest.limits import Limits
from ingest.wires import read_wire
from tests.unit.test_ingest_readers import BODY, only, read, reasons

FIRST, SECOND = BODY.split("\n\n")
WORDS = f"<p>{FIRST}</p><p>{SECOND}</p>"
NITF = """<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.4//EN" "nitf-3-4.dtd">
<nitf><head><title>hk-chips-slug</title><docdata management-status="usable"><doc-id id-string="hk-1" regsrc="WIRE"/>
<date.issue norm="20250917T100300+0800"/><doc.copyright holder="Harbour Wire" year="2025"/></docdata></head>
<body><body.head><hedline><hl1>Chips lead</hl1></hedline><byline>By Ann Lee</byline>
<dateline><location>HONG KONG</location></dateline><abstract><p>In short.</p></abstract></body.head>
<body.content><media><media-caption>A picture.</media-caption></media>{words}</body.content></body></nitf>"""
G2_ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire:1" version="2" xml:lang="en-GB">
<rightsInfo><copyrightNotice>All rights</copyrightNotice></rightsInfo>
<itemMeta><provider qcode="p:HW"><name>Harbour Wire</name></provider><versionCreated>2025-09-17T10:10:00+08:00</versionCreated>
<firstCreated>2025-09-17T10:03:00+08:00</firstCreated><pubStatus qcode="stat:{status}"/></itemMeta>
<contentMeta><by>By Ann Lee</by><headline>Chips lead</headline></contentMeta>
<contentSet><inlineXML>{words}</inlineXML></contentSet></newsItem>"""
G2 = G2_ITEM.replace("{status}", "usable")
PAGE = '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>slug</title></head><body>{words}</body></html>'
NEWSML = """<NewsML Version="1.2"><NewsItem>
<Identification><NewsIdentifier><NewsItemId>n-1</NewsItemId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20250917T100300+0800</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Chips lead</HeadLine><ByLine>By Ann Lee</ByLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName='Harbour Wire'/></Provider></AdministrativeMetadata>
<ContentItem><DataContent>{words}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""
FORMS = {
    "NITF": NITF,
    "NewsML-G2 with a page": G2.replace("{words}", PAGE),
    "NewsML-G2 with NITF": G2.replace("{words}", NITF.partition("\n")[2]),
    "NewsML-G2 in a message": f"<newsMessage><header/><itemSet>{G2}</itemSet></newsMessage>",
    "NewsML 1": NEWSML,
    "escaped words": NEWSML.replace("{words}", "<![CDATA[{words}]]>"),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_story_is_read_from_each_form(form: str):
    """Slugs, captions and abstracts are no words of the story; the first publication is when it was published."""
    found = only(f'<?xml version="1.0" encoding="utf-8"?>\n{FORMS[form].replace("{words}", WORDS)}')
    assert (found.title, found.text, found.publisher) == ("Chips lead", BODY, "Harbour Wire")
    assert found.byline == "By Ann Lee"
    assert found.published_at.isoformat() == "2025-09-17T02:03:00+00:00"


def test_every_story_of_a_delivery_is_read():
    """A message carries several; one without words is told, and the others are taken."""
    second = G2.replace("Chips lead", "Banks follow").replace("wire:1", "wire:2").replace("{words}", WORDS)
    empty = G2.replace("wire:1", "wire:3").replace("{words}", "")
    found = f"<newsMessage><itemSet>{G2.replace('{words}', WORDS)}{second}{empty}</itemSet></newsMessage>"
    assert [getattr(one, "title", "") for one in read(found)] == ["Chips lead", "Banks follow", ""]
    assert reasons(found) == ["no_text"]


def test_a_story_that_is_taken_back_says_so():
    """An agency that cancels a story delivers it once more with that status."""
    [found] = read_wire(G2_ITEM.replace("{status}", "canceled").replace("{words}", WORDS), origin="w", limits=Limits())
    assert (found.withdrawn, found.own_id) == (True, "urn:newsml:wire:1")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<newsMessage><itemSet/></newsMessage>", "no_articles"),
        ("<nitf><body/></nitf>", "no_text"),
        ('<!DOCTYPE nitf [<!ENTITY a "b">]><nitf><body.content>&a;</body.content></nitf>', "entities"),
    ],
)
def test_what_holds_no_story_is_refused(text: str, reason: str):
    """With its reason, as every other form."""
    assert reasons(text) == [reason]
