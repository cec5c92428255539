//! Tests named after the trap they guard.

use super::*;
use proptest::prelude::*;

fn html(body: &str) -> Page {
    let page = format!("<!DOCTYPE html><html><head><meta charset=utf-8><title>T</title></head><body>{body}</body></html>");
    read(page.as_bytes(), Source::default(), None, &Limits::default()).unwrap()
}

fn texts(page: &Page) -> Vec<&str> {
    page.blocks.iter().map(|block| block.span.of(&page.text)).collect()
}

fn regions(page: &Page) -> Vec<(&str, Region)> {
    page.blocks.iter().map(|block| (block.span.of(&page.text), block.region)).collect()
}

fn cells(page: &Page) -> Vec<(usize, usize, usize, &str)> {
    let cell = |block: &Block| block.cell.map(|cell| (cell.table, cell.row, cell.column, block.span.of(&page.text)));
    page.blocks.iter().filter_map(cell).collect()
}

fn error(page: &str) -> PageError {
    read(page.as_bytes(), Source::default(), None, &Limits::default()).unwrap_err()
}

#[test]
fn word_html_splits_a_number_over_spans() {
    let page = html("<p class=MsoNormal><span>1&nbsp;1</span><span>49<o:p></o:p></span><span>&nbsp;808</span>,80 zł</p>");
    assert_eq!(page.text, "1\u{a0}149\u{a0}808,80 zł");
}

#[test]
fn entities_inside_an_amount() {
    assert_eq!(html("<p>1&#160;091&#xA0;008,80&nbsp;z&#322;</p>").text, "1\u{a0}091\u{a0}008,80\u{a0}zł");
}

#[test]
fn nbsp_is_kept_and_other_blanks_collapse() {
    assert_eq!(html("<p>\n  a\u{a0}\u{a0}b \t\n c&nbsp;</p><p>&nbsp;</p><p> </p>").text, "a\u{a0}\u{a0}b c");
}

#[test]
fn one_line_break_is_a_line_and_two_are_a_paragraph() {
    let page = html("<div>Koszt:<br>10 zł<br /><br>Okres: <b>2018</b></div>");
    assert_eq!(texts(&page), ["Koszt:\n10 zł", "Okres: 2018"]);
    assert_eq!(page.text, "Koszt:\n10 zł\nOkres: 2018");
}

#[test]
fn loose_text_becomes_paragraphs() {
    let page = html("a<div>b<p>c</p>d</div><ul><li>e<li><p>f</p></ul><h2>g</h2>");
    assert_eq!(texts(&page), ["a", "b", "c", "d", "e", "f", "g"]);
    let kinds: Vec<_> = page.blocks[4..].iter().map(|block| block.kind).collect();
    assert_eq!(kinds, [BlockKind::ListItem, BlockKind::ListItem, BlockKind::Heading(2)]);
}

#[test]
fn rows_of_cells_are_parted_by_tabs() {
    let page =
        html("<table><caption>Dane</caption><tr><th>Rola<th>Kwota<tr><td>Wkład<td><p>58 800</p><p>zł</p><tr><td><td>x</table>");
    assert_eq!(page.text, "Dane\nRola\tKwota\nWkład\t58 800\nzł\nx");
    assert_eq!(
        cells(&page),
        [(0, 0, 0, "Rola"), (0, 0, 1, "Kwota"), (0, 1, 0, "Wkład"), (0, 1, 1, "58 800\nzł"), (0, 2, 1, "x")]
    );
    assert_eq!(page.blocks[0].kind, BlockKind::HeaderCell);
    assert_eq!(page.blocks[0].cell, None);
}

#[test]
fn layout_table_is_not_data() {
    let page = html(
        "<table><tr><td><p>Tekst</p></td><td><table><tr><td>Koszt</td><td>10 zł</td></tr></table></td></tr></table>\
         <table><tr><td>Jedna komórka</td></tr></table><table><tr><td><h1>Tytuł</h1>opis<td>bok</table>",
    );
    assert_eq!(cells(&page), [(0, 0, 0, "Koszt"), (0, 0, 1, "10 zł")]);
    assert_eq!(texts(&page), ["Tekst", "Koszt", "10 zł", "Jedna komórka", "Tytuł", "opis", "bok"]);
}

#[test]
fn spanning_cells_move_their_neighbours() {
    let page = html("<table><tr><td rowspan=2>a<td colspan=2>b<td>c<tr><td>d<td>e<td>f<tr><td>g<td>h</table>");
    let columns: Vec<_> = cells(&page).iter().map(|cell| (cell.2, cell.3)).collect();
    assert_eq!(columns, [(0, "a"), (1, "b"), (3, "c"), (1, "d"), (2, "e"), (3, "f"), (0, "g"), (1, "h")]);
}

#[test]
fn definition_list_is_two_columns() {
    let page = html("<dl><dt>Koszt<dd>10 zł<dt>Partnerzy<dd>A<dd>B</dl>");
    assert_eq!(page.text, "Koszt\t10 zł\nPartnerzy\tA\nB");
    assert_eq!(cells(&page)[4], (0, 2, 1, "B"));
}

#[test]
fn raised_digits_do_not_grow_into_the_number() {
    assert_eq!(html("<p>100 000<sup>1</sup> zł, m<sup>2</sup></p>").text, "100 000 1 zł, m2");
}

#[test]
fn hidden_text_is_not_shown() {
    let page = html(
        "<p hidden>a</p><div style='color:red; Display : none!important'>b</div><p style=visibility:hidden>c</p>\
         <script>d</script><style>e</style><noscript>f</noscript><template><p>g</p></template><svg><title>h</title><text>i</text></svg>\
         <select><option>j</select><textarea>k</textarea><input value=l><button>m</button><img alt=n title=o><iframe>p</iframe>q",
    );
    assert_eq!(page.text, "q");
    assert_eq!(page.title.as_deref(), Some("T"));
}

#[test]
fn comment_notice_is_not_shown() {
    assert_eq!(html("<!-- <p>Projekt za 5 mln zł</p> --><p>x</p><!--[if mso]><p>y</p><![endif]-->").text, "x");
}

#[test]
fn a_button_in_a_heading_is_its_title() {
    assert_eq!(html("<h3><button>Projekt „A”</button></h3><span aria-hidden=true>★</span>").text, "Projekt „A”\n★");
}

#[test]
fn php_warning_before_doctype() {
    let page = b"<br />\n<b>Warning</b>: var_dump() in <b>x.php</b><br />\n<!DOCTYPE html><html><body><p>Tekst</p></body></html>";
    let page = read(page, Source::default(), None, &Limits::default()).unwrap();
    assert_eq!(texts(&page), ["Warning: var_dump() in x.php", "Tekst"]);
}

#[test]
fn regions_follow_elements_classes_and_links() {
    let page = html(
        "<header><p>Gmina</p><nav><a href=/>Start</a></nav></header><div class='breadcrumbs'><a href=/>A</a> &gt; B</div>\
         <main><article><header class=entry-header><h1>Tytuł</h1></header><p>Długi tekst ogłoszenia o projekcie gminy.</p></article></main>\
         <div id='rightSidebar'><p>Pogoda</p></div><ul><li><a href=1>Raz</a><li><a href=2>Dwa</a><li><a href=3>Trzy</a></ul>\
         <div class='cookie-bar'>Ciasteczka</div><footer>Adres</footer>",
    );
    assert_eq!(
        regions(&page),
        [
            ("Gmina", Region::Header),
            ("Start", Region::Navigation),
            ("A > B", Region::Navigation),
            ("Tytuł", Region::Content),
            ("Długi tekst ogłoszenia o projekcie gminy.", Region::Content),
            ("Pogoda", Region::Aside),
            ("Raz", Region::Navigation),
            ("Dwa", Region::Navigation),
            ("Trzy", Region::Navigation),
            ("Ciasteczka", Region::Consent),
            ("Adres", Region::Footer),
        ]
    );
}

#[test]
fn page_without_main_keeps_content() {
    let page = html(
        "<div class=sidebar><h2>Projekt</h2><p>Całkowita wartość projektu: 10 zł</p></div><div class=menu-page><p>Opis</p></div>",
    );
    assert!(page.blocks.iter().all(|block| block.region == Region::Content), "{:?}", regions(&page));
}

#[test]
fn long_link_titles_are_content() {
    let item = "<li><a href=x>Projekt „Lokalne perspektywy” w partnerstwie ze stowarzyszeniem</a>";
    let page = html(&format!("<ul>{}</ul>", item.repeat(5)));
    assert!(page.blocks.iter().all(|block| block.region == Region::Content));
}

#[test]
fn canonical_address_fills_a_missing_one() {
    let bytes = b"<html><head><link rel=canonical href='https://ug.example/p'></head><p>x";
    let page = read(bytes, Source::default(), None, &Limits::default()).unwrap();
    assert_eq!(page.source.url.as_deref(), Some("https://ug.example/p"));
    assert_eq!(page.source.sha256, sha256(bytes));
}

#[test]
fn ordinary_markup_stays_far_below_the_limits() {
    let row = "<tr><td><p class=MsoNormal><b><span lang=PL style='font-size:10pt'>Wkład własny</span></b></p><td>1 000 zł";
    let page =
        format!("<div><div><div><table>{}</table>{}", row.repeat(200), "<p>akapit<br>linia<ul><li><a href=x>y</a>".repeat(3));
    let tree = super::tree::Tree::parse(&page, &Limits::default()).unwrap();
    assert!((tree.depth() as usize) * 10 < Limits::default().max_depth, "{}", tree.depth());
    assert!(tree.steps < page.len() * 2, "{} steps for {} bytes", tree.steps, page.len());
}

#[test]
fn hostile_pages_are_refused_quickly() {
    let repeated = |tag: &str| tag.repeat(640_000 / tag.len());
    let start = std::time::Instant::now();
    assert_eq!(error(&repeated("<div>")).code(), "page_too_deep");
    assert_eq!(error(&repeated("<ul><li>")).code(), "page_too_deep");
    assert_eq!(error(&repeated("<b>")).code(), "page_too_deep");
    assert_eq!(error(&format!("<p>{}", repeated("<a>"))).code(), "page_too_tangled");
    assert_eq!(error(&repeated("<table><tr><td>")).code(), "page_too_deep");
    assert_eq!(error(&format!("{}{}", "<div>".repeat(400), repeated("<p>x</p>"))).code(), "page_too_tangled");
    let attributes: String = (0..100_000).map(|n| format!(" a{n}")).collect();
    assert_eq!(error(&format!("<p{attributes}>")).code(), "page_too_many_attributes");
    assert_eq!(error(&format!("<svg><style><p{attributes}></style>")).code(), "page_runaway_tag");
    // Together less than a second optimised; unchecked, the first alone takes over a minute.
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn one_endless_line_is_read() {
    let page = html(&"słowo ".repeat(300_000));
    assert_eq!(page.blocks.len(), 1);
    let long = vec![b'a'; Limits::default().max_bytes + 1];
    assert_eq!(read(&long, Source::default(), None, &Limits::default()).unwrap_err().code(), "page_too_large");
}

#[test]
fn text_of_a_txt_file_is_not_html() {
    let source = Source { path: Some("seed.txt".to_owned()), ..Source::default() };
    assert_eq!(read(b"a <b>c</b>", source, None, &Limits::default()).unwrap().text, "a <b>c</b>");
}

#[test]
fn every_error_has_its_own_code_and_remedy() {
    let errors = [
        PageError::Empty,
        PageError::Binary { kind: "x" },
        PageError::TooLarge { bytes: 2, limit: 1 },
        PageError::TooDeep { limit: 1 },
        PageError::TooManyElements { limit: 1 },
        PageError::TooManyAttributes { limit: 1 },
        PageError::Runaway { limit: 1 },
        PageError::TooTangled { limit: 1 },
        PageError::ControlCharacters { count: 1 },
    ];
    let codes: std::collections::BTreeSet<_> = errors.iter().map(PageError::code).collect();
    assert_eq!(codes.len(), errors.len());
    assert!(errors.iter().all(|error| !error.remedy().is_empty() && !error.to_string().is_empty()));
}

/// What every page promises of its blocks.
fn check(page: &Page) {
    let mut end = 0;
    for block in &page.blocks {
        let gap = page.text.get(end..block.span.start).expect("spans are sorted and lie on character boundaries");
        assert!(gap.chars().all(|c| c == '\n' || c == '\t'), "{gap:?}");
        let text = page.text.get(block.span.start..block.span.end).expect("spans lie on character boundaries");
        assert!(!text.is_empty());
        assert_eq!(text, text.trim());
        end = block.span.end;
    }
    assert_eq!(end, page.text.len());
}

proptest! {
    #[test]
    fn any_bytes_make_a_page_or_an_error(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(page) = read(&bytes, Source::default(), None, &Limits::default()) {
            check(&page);
        }
    }

    #[test]
    fn any_tangle_of_tags_keeps_the_promises(parts in proptest::collection::vec(prop_oneof![
        Just("<p>"), Just("</p>"), Just("<br>"), Just("<table>"), Just("</table>"), Just("<tr>"), Just("<td>"), Just("</td>"),
        Just("<td rowspan=3 colspan=9>"), Just("<th>"), Just("<caption>"), Just("<dl>"), Just("<dt>"), Just("<dd>"), Just("</dl>"),
        Just("<li>"), Just("<ul>"), Just("</ul>"), Just("<h1>"), Just("</h1>"), Just("<pre>"), Just("<a href=x>"), Just("</a>"),
        Just("<b>"), Just("</b>"), Just("<sup>1"), Just("<div class=menu>"), Just("</div>"), Just("<nav>"), Just("<svg>"),
        Just("</svg>"), Just("<select>"), Just("<title>"), Just("</title>"), Just("<head>"), Just("<body>"), Just("<template>"),
        Just("<frameset>"), Just("<math>"), Just("zł "), Just("&nbsp;"), Just(" \n"), Just("ą"), Just("\u{200b}"), Just("1"), Just("\t"),
    ], 0..60)) {
        let page = format!("<p>{}", parts.concat());
        check(&read(page.as_bytes(), Source::default(), None, &Limits::default()).unwrap());
    }
}
