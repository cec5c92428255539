#![allow(clippy::unwrap_used)]

use super::*;
use encoding_rs::WINDOWS_1250;
use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use std::io::Write as _;

fn told(text: &str) -> Told {
    read(text.as_bytes(), &SitemapCaps::default()).unwrap()
}

fn addresses(text: &str) -> Vec<String> {
    told(text).addresses.into_iter().map(|(address, _)| address).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn addresses_of_pictures_are_not_those_of_pages() {
    let text = "<?xml version='1.0'?><?xml-stylesheet href='a.xsl'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>
        <url><loc> https://gmina.test/a?x=1&amp;y=2 </loc><lastmod>2021-05-04</lastmod>
        <image:image><image:loc>https://gmina.test/herb.png</image:loc></image:image></url>
        <sm:url><sm:loc><![CDATA[https://gmina.test/b?x=1&y=2]]></sm:loc></sm:url><url><priority>1</priority></url></urlset>";
    let told = told(text);
    let expected =
        [("https://gmina.test/a?x=1&y=2".to_owned(), Some(1_620_086_400)), ("https://gmina.test/b?x=1&y=2".to_owned(), None)];
    assert_eq!((told.addresses.as_slice(), told.cut), (&expected[..], None));
}

#[test]
fn an_index_of_sitemaps_bare_gzip() {
    let text = "<sitemapindex><sitemap><loc>https://gmina.test/s1.xml.gz</loc></sitemap><sitemap><loc>/s2.xml</loc></sitemap></sitemapindex>";
    let told = read(&gzip(text.as_bytes()), &SitemapCaps::default()).unwrap();
    assert_eq!(told.sitemaps, ["https://gmina.test/s1.xml.gz", "/s2.xml"]);
    assert!(told.addresses.is_empty());
}

#[test]
fn entities_are_never_expanded() {
    let text = "<!DOCTYPE urlset [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>
        <urlset><url><loc>https://gmina.test/&b;</loc></url><url><loc>https://gmina.test/&x;</loc></url>
        <url><loc>https://gmina.test/ok</loc></url></urlset>";
    assert_eq!(addresses(text), ["https://gmina.test/ok"]);
}

#[test]
fn what_came_before_a_break_is_kept() {
    let whole = "<urlset><url><loc>https://gmina.test/1</loc></url><url><loc>https://gmina.test/2</loc></url>";
    let cut = told(whole);
    assert_eq!((cut.addresses.len(), cut.cut), (2, Some("truncated")));
    let broken = told(&format!("{whole}<url><loc>https://gmina.test/3</loc <url>"));
    assert!(broken.addresses.len() >= 2 && broken.cut.is_some());
    let packed = gzip(whole.as_bytes());
    let half = read(&packed[..packed.len() - 9], &SitemapCaps::default()).unwrap();
    assert!(!half.addresses.is_empty() && half.cut == Some("truncated"));
}

#[test]
fn a_feed_with_bare_ampersands_and_wrong_end_tags() {
    let text = "<rss version='2.0'><channel><link>https://gmina.test/</link><atom:link href='https://gmina.test/feed' rel='self'/>
        <image><url>https://gmina.test/logo.png</url><link>https://gmina.test/</link></image>
        <item><title>R & D</title><link>https://gmina.test/?a=1&b=2</link><image><url>x.png</url></image><pubDate>Tue, 04 May 2021 02:00:00 +0200</pubDate></itm>
        <item><guid isPermaLink='false'>5 at https://gmina.test</guid></item><item><guid>https://gmina.test/7</guid></item></channel></rss>";
    let told = told(text);
    let expected = [("https://gmina.test/?a=1&b=2".to_owned(), Some(1_620_086_400)), ("https://gmina.test/7".to_owned(), None)];
    assert_eq!(told.addresses, expected);
}

#[test]
fn atom_and_the_first_rss() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><link href='https://gmina.test/'/><entry><link rel='edit' href='/e'/>
        <link rel='alternate' href='https://gmina.test/a?x=1&amp;y=2'/><updated>2021-05-04T02:00:00.5+02:00</updated></entry></feed>";
    assert_eq!(told(atom).addresses, [("https://gmina.test/a?x=1&y=2".to_owned(), Some(1_620_086_400))]);
    let first = "<rdf:RDF><channel rdf:about='x'><link>https://gmina.test/</link></channel><item rdf:about='y'><link>https://gmina.test/1</link></item></rdf:RDF>";
    assert_eq!(addresses(first), ["https://gmina.test/1"]);
}

#[test]
fn a_web_page_in_place_of_a_sitemap() {
    let code = |text: &str| read(text.as_bytes(), &SitemapCaps::default()).unwrap_err().code();
    assert_eq!(code("<!DOCTYPE html>\n<HTML><head><title>404</title>"), "sitemap_is_page");
    assert_eq!(code("{\"pages\": [\"https://gmina.test/\"]}"), "sitemap_unknown");
    assert_eq!(code("<opml><outline/></opml>"), "sitemap_unknown");
    assert_eq!(code(" \n"), "sitemap_empty");
    assert_eq!(code("\u{89}PNG\0\0\0\0"), "sitemap_no_text");
}

#[test]
fn a_plain_list_with_a_byte_order_mark() {
    let text = "\u{feff}https://gmina.test/a\r\n# uwaga\r\nhttps://gmina.test/b c\r\nhttps://gmina.test/b\r\n";
    assert_eq!(addresses(text), ["https://gmina.test/a", "https://gmina.test/b"]);
}

#[test]
fn old_encodings_with_and_without_a_true_label() {
    let text = "<?xml version='1.0' encoding='iso-8859-2'?><rss><channel><item><title>Świetlica</title><link>https://gmina.test/świetlica</link></item></channel></rss>";
    let bytes = WINDOWS_1250.encode(text).0;
    let told = read(&bytes, &SitemapCaps::default()).unwrap();
    assert_eq!(told.addresses[0].0, "https://gmina.test/świetlica");
}

#[test]
fn caps_on_bytes_addresses_and_depth() {
    let caps = SitemapCaps { bytes: 100_000, addresses: 3, depth: 10, address: 100 };
    assert_eq!(read(&gzip(&vec![b' '; 10_000_000]), &caps), Err(SitemapError::TooLarge { limit: 100_000 }));
    let many = format!("<urlset>{}</urlset>", "<url><loc>https://gmina.test/</loc></url>".repeat(10));
    let told = read(many.as_bytes(), &caps).unwrap();
    assert_eq!((told.addresses.len(), told.cut), (3, Some("addresses")));
    let deep = format!("<urlset>{}", "<url>".repeat(1000));
    assert_eq!(read(deep.as_bytes(), &caps).unwrap().cut, Some("depth"));
    let long = format!("<urlset><url><loc>https://gmina.test/{}</loc></url></urlset>", "a".repeat(200));
    assert!(read(long.as_bytes(), &caps).unwrap().addresses.is_empty());
}

#[test]
fn times_of_the_last_change() {
    for text in
        ["2021-05-04", "2021-05-04T00:00Z", "2021-05-04T02:00:00+02:00", "2021-05-04 00:00:00", "Tue, 04 May 2021 00:00:00 GMT"]
    {
        assert_eq!(date::read(text), Some(1_620_086_400), "{text}");
    }
    assert_eq!((date::read("2021"), date::read("2021-01")), (Some(1_609_459_200), Some(1_609_459_200)));
    for text in ["", "wczoraj", "04.05.2021", "2021-13-01", "20210504", "99999999999999999999", "2021-05-0ż"] {
        assert_eq!(date::read(text), None, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_fail(text in "(<urlset>|</urlset>|<url>|</url>|<loc>|</loc>|<|>|&|;|!DOCTYPE|\\[|\\]|<item>|<link href='|'/>|http://a.test/|<!\\[CDATA\\[|\\]\\]>|<!--|2021-05-04T|ż){0,40}") {
        let _ = read(text.as_bytes(), &SitemapCaps { depth: 4, ..SitemapCaps::default() });
        let _ = date::read(&text);
    }
}
