#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use super::super::testing::{NOTICE, answer, correct, page, place};
use super::*;
use crate::correction::{Action, Place, Words};
use std::fs;
use tempfile::TempDir;

fn somewhere() -> Place {
    place(&page("strony/lipki.txt", NOTICE), 0)
}

/// One correction of every kind.
fn every_kind() -> Vec<Correction> {
    let place = somewhere();
    let other = Place { page: "https://lipki.example/ą?b=\"c\"".to_owned(), mention: 3, title: None, ..place.clone() };
    let words = Some(Words { start: 7, end: 25, quote: "1 149 808,80 zł\n\"".to_owned() });
    let field = "total_cost".to_owned();
    let (original, value) = (Some("1000000".to_owned()), Some("1149808.8".to_owned()));
    vec![
        answer("", Action::Correct { place: place.clone(), field: field.clone(), original, value: value.clone(), words }),
        Correction {
            by: Some("A. Nowak".to_owned()),
            reason: Some("suma\nobu etapów".to_owned()),
            ..correct("", other.clone(), "amounts[1].role", Some("own"))
        },
        correct("", other.clone(), "title", None),
        answer("", Action::Accept { place: place.clone(), field: Some(field), value }),
        answer("", Action::Accept { place: place.clone(), field: None, value: None }),
        answer("", Action::Reject { mentions: vec![place.clone()] }),
        answer("", Action::Merge { mentions: vec![place.clone(), other.clone()] }),
        answer("", Action::Split { mentions: vec![place], from: vec![other] }),
    ]
}

fn file() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("corrections.toml");
    (folder, path)
}

fn ids(editor: &Editor) -> Vec<&str> {
    editor.file().corrections().iter().map(|correction| correction.id.as_str()).collect()
}

#[test]
fn what_is_kept_is_read_again() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    assert!(editor.file().corrections().is_empty() && editor.file().digest().is_none());
    let given = editor.add(every_kind()).unwrap();
    assert_eq!(given, ["c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]);
    let mut expected = every_kind();
    expected.iter_mut().zip(&given).for_each(|(correction, id)| correction.id.clone_from(id));
    // A build reads while a review holds the lock.
    let read = CorrectionsFile::read(&path).unwrap();
    assert_eq!(read.corrections(), expected);
    assert_eq!(read.digest(), editor.file().digest());
    assert!(fs::read_to_string(&path).unwrap().starts_with("# Corrections of metryczka"));
}

#[test]
fn a_file_that_is_not_there_holds_nothing_and_is_not_made() {
    let (_folder, path) = file();
    assert!(CorrectionsFile::read(&path).unwrap().corrections().is_empty());
    assert!(!path.exists());
}

#[test]
fn comments_and_order_of_a_person_stay() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(every_kind()).unwrap();
    let by_hand = fs::read_to_string(&path).unwrap().replace("version = 1", "version = 1 # pierwsza").replacen(
        "id = \"c2\"",
        "# zadzwonić do skarbnika\nid = \"c2\" # ważne",
        1,
    );
    fs::write(&path, &by_hand).unwrap();
    editor.reload().unwrap();
    assert!(editor.remove("c3").unwrap() && !editor.remove("c3").unwrap());
    editor.add(vec![correct("", somewhere(), "status", Some("completed"))]).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    for kept in ["version = 1 # pierwsza", "# zadzwonić do skarbnika\nid = \"c2\" # ważne", "# Corrections of metryczka"] {
        assert!(text.contains(kept), "{kept} in {text}");
    }
    assert_eq!(ids(&editor), ["c1", "c2", "c4", "c5", "c6", "c7", "c8", "c9"]);
    // What was not touched stands as it stood.
    let head = by_hand.split("[[correction]]").next().unwrap().replace("next = 9", "next = 10");
    assert!(text.starts_with(&head), "{text}");
}

#[test]
fn an_id_is_never_given_twice_though_its_correction_is_gone() {
    let (_folder, path) = file();
    let one = || vec![correct("", somewhere(), "status", Some("completed"))];
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(one()).unwrap();
    editor.add(one()).unwrap();
    assert!(editor.remove("c2").unwrap());
    drop(editor);
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    assert_eq!(editor.add(one()).unwrap(), ["c3"]);
    assert!(editor.remove("c1").unwrap() && editor.remove("c3").unwrap());
    assert_eq!(editor.add(one()).unwrap(), ["c4"]);
}

#[test]
fn a_list_written_inline_can_be_added_to() {
    let (_folder, path) = file();
    let p = somewhere();
    let place = format!("page = \"a\", sha256 = \"{}\", text_sha256 = \"{}\", mention = 0", p.sha256, p.text_sha256);
    let one = format!("{{ id = \"x\", made = \"2026-11-22\", action = \"accept\", {place} }}");
    fs::write(&path, format!("version = 1\ncorrection = [\n  {one},\n]\n")).unwrap();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(vec![correct("", somewhere(), "status", Some("completed"))]).unwrap();
    assert_eq!(ids(&editor), ["x", "c1"]);
}

#[test]
fn a_second_review_is_told_and_the_first_goes_on() {
    let (_folder, path) = file();
    let mut first = CorrectionsFile::lock(&path).unwrap();
    let error = CorrectionsFile::lock(&path).unwrap_err();
    assert!(matches!(error, CorrectionError::Taken { .. }), "{error}");
    first.add(every_kind()).unwrap();
    drop(first);
    assert_eq!(ids(&CorrectionsFile::lock(&path).unwrap()).len(), 8);
}

#[test]
fn what_somebody_wrote_meanwhile_is_not_written_over() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(every_kind()).unwrap();
    let by_hand = format!("{}# uwaga\n", fs::read_to_string(&path).unwrap());
    fs::write(&path, &by_hand).unwrap();
    assert!(matches!(editor.add(every_kind()), Err(CorrectionError::Changed { .. })));
    assert!(matches!(editor.remove("c1"), Err(CorrectionError::Changed { .. })));
    assert_eq!(fs::read_to_string(&path).unwrap(), by_hand);
    editor.reload().unwrap();
    assert_eq!(editor.add(every_kind()).unwrap()[0], "c9");
    // Removed meanwhile: that is a change, too.
    fs::remove_file(&path).unwrap();
    assert!(matches!(editor.remove("c1"), Err(CorrectionError::Changed { .. })));
}

#[test]
fn a_value_that_does_not_fit_is_not_kept() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    for (field, value) in [("total_cost", "dużo"), ("nothing", "1")] {
        let error = editor.add(vec![correct("", somewhere(), field, Some(value))]).unwrap_err();
        assert!(matches!(error, CorrectionError::Value { .. }), "{error}");
    }
    let emptied = correct("", somewhere(), "amounts[0].role", None);
    assert!(matches!(editor.add(vec![emptied]), Err(CorrectionError::Value { .. })));
    let lonely = answer("", Action::Merge { mentions: vec![somewhere()] });
    assert!(matches!(editor.add(vec![lonely]), Err(CorrectionError::Malformed { .. })));
    assert!(!path.exists() && editor.file().corrections().is_empty());
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_rights_are_kept() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (folder, path) = file();
    let real = folder.path().join("real.toml");
    symlink("real.toml", &path).unwrap();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o600)).unwrap();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    // Whoever comes by the other name meets the same lock.
    assert!(matches!(CorrectionsFile::lock(&real), Err(CorrectionError::Taken { .. })));
    editor.remove("c1").unwrap();
    assert!(fs::symlink_metadata(&path).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(CorrectionsFile::read(&real).unwrap().corrections().len(), 7);
}

#[test]
fn a_crash_before_the_file_has_its_name_loses_nothing() {
    let (_folder, path) = file();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    let before = fs::read_to_string(&path).unwrap();
    // What a crash while writing leaves behind.
    let draft = path.with_file_name("corrections.toml.new");
    fs::write(&draft, "version = 1\n[[corr").unwrap();
    assert_eq!(CorrectionsFile::read(&path).unwrap().corrections().len(), 8);
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.remove("c8").unwrap();
    assert!(!draft.exists() && fs::read_to_string(&path).unwrap() != before);
    // A draft that cannot be made (here a folder has its name): the file stays, and so does what is held.
    fs::create_dir(&draft).unwrap();
    let kept = fs::read_to_string(&path).unwrap();
    assert!(matches!(editor.remove("c7"), Err(CorrectionError::Io { doing: "write", .. })));
    assert_eq!((fs::read_to_string(&path).unwrap(), editor.file().corrections().len()), (kept, 7));
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_the_draft_is_not_written_through() {
    let (folder, path) = file();
    let victim = folder.path().join("victim");
    fs::write(&victim, "cudze").unwrap();
    std::os::unix::fs::symlink(&victim, path.with_file_name("corrections.toml.new")).unwrap();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "cudze");
}

#[test]
fn comments_and_blanks_do_not_change_what_the_corrections_say() {
    let (_folder, path) = file();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    let read = CorrectionsFile::read(&path).unwrap();
    let text = fs::read_to_string(&path).unwrap().replace("\n[[correction]]", "\n\n# tak\n[[correction]]");
    fs::write(&path, format!("\u{feff}{text}")).unwrap();
    assert_eq!(CorrectionsFile::read(&path).unwrap().digest(), read.digest());
    let fewer = CorrectionsFile::of(&path, read.corrections()[1..].to_vec());
    assert_ne!(fewer.digest(), read.digest());
}

/// A file with one correction; `{}` are further lines of it.
fn one(lines: &str) -> String {
    let p = somewhere();
    format!(
        "version = 1\n\n[[correction]]\nid = \"c1\"\nmade = \"2026-11-22\"\npage = \"a\"\nsha256 = \"{}\"\ntext_sha256 = \"{}\"\n\
         mention = 0\naction = \"correct\"\n{lines}",
        p.sha256, p.text_sha256
    )
}

#[test]
fn what_is_malformed_is_told_with_its_line_and_what_to_do() {
    let sound = one("field = \"status\"\nvalue = \"completed\"\n");
    assert!(read::parse(&sound, Path::new("c.toml")).is_ok());
    let rows: &[(String, usize, &str)] = &[
        ("version = 2\n".to_owned(), 1, "version: 2"),
        ("# nic\n\ncorrection = []\n".to_owned(), 1, "version: missing"),
        ("version = \"1\"\n".to_owned(), 1, "version: string"),
        ("version = 1\nversions = 2\n".to_owned(), 2, "versions: there is no such key"),
        ("version = 1\ncorrection = 3\n".to_owned(), 2, "correction: integer"),
        ("version = 1\ncorrection = [3]\n".to_owned(), 2, "correction: integer"),
        ("version = 1\n[[correction]\n".to_owned(), 2, "not TOML"),
        ("version = 1\n\n[[correction]]\nmade = \"2026-11-22\"\n".to_owned(), 3, "correction.id: missing"),
        (sound.replace("\"c1\"", "\"c 1\""), 4, "correction.id: not letters"),
        (sound.replace("2026-11-22", "wczoraj"), 5, "correction.made: no point in time"),
        (sound.replace("page = \"a\"", "page = 5"), 6, "correction.page: integer"),
        (sound.replace("page = \"a\"", "page = \"\""), 6, "correction.page: an empty text"),
        (sound.replace("sha256 = \"", "sha256 = \"x"), 7, "correction.sha256: not 64"),
        (sound.replace("mention = 0", "mention = -1"), 9, "correction.mention: integer"),
        (sound.replace("mention = 0", "mention = 0.5"), 9, "correction.mention: float"),
        (sound.replace("\"correct\"", "\"corect\""), 10, "correction.action: there is no action `corect`"),
        (one(""), 3, "correction.field: missing"),
        (one("field = \"stauts\"\n"), 11, "correction.field: there is no field `stauts`"),
        (one("field = \"amounts[x].role\"\n"), 11, "correction.field: there is no field"),
        (one("field = \"status\"\nvalue = \"chyba\"\n"), 12, "correction.value: `chyba` is not one of applied"),
        (one("field = \"amounts[0].role\"\n"), 3, "correction.value: missing"),
        (one("field = \"status\"\nvalue = 5\n"), 12, "correction.value: integer"),
        (one("field = \"status\"\nvalues = \"completed\"\n"), 12, "correction.values: there is no such key"),
        (one("field = \"status\"\nmentions = []\n"), 12, "correction.mentions: there is no such key"),
        (one("field = \"status\"\nwords = \"x\"\n"), 12, "correction.words: string"),
        (one("field = \"status\"\nwords = { start = 1, end = 3, quote = \"x\" }\n"), 12, "correction.words.end: not as long"),
        (one("field = \"status\"\nwords = { start = 1, end = 2 }\n"), 12, "correction.words.quote: missing"),
        (one("").replace("\"correct\"", "\"accept\"\nvalue = \"5\""), 11, "correction.value: of which field?"),
        (one("").replace("\"correct\"", "\"merge\"\nmentions = []"), 11, "correction.mentions: fewer than two"),
        (one("").replace("\"correct\"", "\"reject\""), 3, "correction.mentions: no mention"),
        (
            one("").replace("\"correct\"", "\"reject\"\nmentions = [\n  { page = \"a\" },\n]"),
            12,
            "correction.mentions.sha256: missing",
        ),
        (format!("{sound}{}", sound.trim_start_matches("version = 1\n")), 15, "correction.id: `c1` is the id of another"),
    ];
    for (text, line, told) in rows {
        let error = read::parse(text, Path::new("c.toml")).unwrap_err();
        let CorrectionError::Malformed { line: at, message, remedy, .. } = &error else { panic!("{error}") };
        assert!(message.starts_with(told) && !remedy.is_empty(), "{told}: {message}\n{text}");
        assert_eq!(at, line, "{message}\n{text}");
    }
}

#[test]
fn a_malformed_file_is_left_as_it_is() {
    let (_folder, path) = file();
    for bytes in [&b"version = 1\n[[corr"[..], b"version = 1\n# \xff\n"] {
        fs::write(&path, bytes).unwrap();
        assert!(matches!(CorrectionsFile::read(&path), Err(CorrectionError::Malformed { line: 2, .. })));
        assert!(matches!(CorrectionsFile::lock(&path), Err(CorrectionError::Malformed { line: 2, .. })));
        assert_eq!(fs::read(&path).unwrap(), bytes);
    }
}

#[test]
fn an_empty_file_is_a_new_one() {
    let (_folder, path) = file();
    fs::write(&path, "\n").unwrap();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    assert_eq!(CorrectionsFile::read(&path).unwrap().corrections().len(), 8);
}

#[test]
fn a_file_of_another_system_keeps_its_line_ends_and_its_mark() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(every_kind()).unwrap();
    let windows = format!("\u{feff}{}", fs::read_to_string(&path).unwrap().replace('\n', "\r\n"));
    fs::write(&path, &windows).unwrap();
    editor.reload().unwrap();
    let one = || vec![correct("", somewhere(), "status", Some("completed"))];
    editor.add(one()).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    // The head with the next number has changed, and what was added stands at the end: nothing else.
    assert!(text.starts_with(&windows.replace("next = 9", "next = 10")), "{text}");
    assert!(!text.replace("\r\n", "").contains('\n'), "{text}");
    assert!(editor.remove("c9").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), windows.replace("next = 9", "next = 10"));
    // Removed from the middle, which rewrites the list.
    assert!(editor.remove("c3").unwrap());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with('\u{feff}') && !text.replace("\r\n", "").contains('\n'), "{text}");
    assert_eq!(ids(&editor).len(), 7);
}

#[test]
fn a_remark_at_the_end_stays_with_what_it_is_about() {
    let (_folder, path) = file();
    let by_hand = format!("{}# koniec uwag do c1", one("field = \"status\"\nvalue = \"completed\"\n"));
    fs::write(&path, &by_hand).unwrap();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    let two = vec![correct("", somewhere(), "status", Some("completed")), correct("", somewhere(), "title", None)];
    editor.add(two).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("# koniec uwag do c1\n\n[[correction]]\nid = \"c2\""), "{text}");
    assert!(text.starts_with("version = 1\nnext = 4\n"), "{text}");
    // Taken back one after the other, the last first.
    assert!(editor.remove("c3").unwrap() && editor.remove("c2").unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), by_hand.replace("version = 1\n", "version = 1\nnext = 4\n") + "\n");
    assert_eq!(CorrectionsFile::read(&path).unwrap().corrections(), editor.file().corrections());
}

#[test]
fn what_is_held_after_many_changes_is_what_stands_in_the_file() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    for turn in 0..6 {
        editor.add(every_kind()).unwrap();
        let last = ids(&editor).last().map(|id| (*id).to_owned()).unwrap();
        assert!(editor.remove(&last).unwrap());
        if turn % 2 == 0 {
            let first = ids(&editor)[0].to_owned();
            assert!(editor.remove(&first).unwrap());
        }
        assert_eq!(CorrectionsFile::read(&path).unwrap().corrections(), editor.file().corrections());
    }
    let again = ids(&editor).iter().map(|id| (*id).to_owned()).collect::<std::collections::BTreeSet<_>>();
    assert_eq!(again.len(), editor.file().corrections().len());
}

#[test]
fn a_file_of_twenty_thousand_answers_takes_another_one_in_a_moment() {
    let (_folder, path) = file();
    let mut editor = CorrectionsFile::lock(&path).unwrap();
    editor.add(vec![correct("", somewhere(), "status", Some("completed")); 20_000]).unwrap();
    let one = || vec![correct("", somewhere(), "title", Some("Świetlica"))];
    let fastest = |times: [std::time::Duration; 3]| times.into_iter().min().unwrap();
    let saving = fastest([(); 3].map(|()| {
        let begun = std::time::Instant::now();
        editor.add(one()).unwrap();
        begun.elapsed()
    }));
    // Far less than reading the file: that takes seconds without optimisation.
    let begun = std::time::Instant::now();
    let read = CorrectionsFile::read(&path).unwrap();
    let reading = begun.elapsed();
    assert_eq!(read.corrections(), editor.file().corrections());
    assert!(saving * 4 < reading, "{saving:?} to save, {reading:?} to read");
}

#[cfg(unix)]
#[test]
fn a_chain_of_links_to_a_file_that_is_still_to_be_made_is_followed_to_its_end() {
    use std::os::unix::fs::symlink;
    let (folder, path) = file();
    fs::create_dir(folder.path().join("dalej")).unwrap();
    let (second, real) = (folder.path().join("dalej/drugi.toml"), folder.path().join("dalej/real.toml"));
    symlink("dalej/drugi.toml", &path).unwrap();
    symlink("real.toml", &second).unwrap();
    CorrectionsFile::lock(&path).unwrap().add(every_kind()).unwrap();
    assert!(fs::symlink_metadata(&second).unwrap().is_symlink() && fs::symlink_metadata(&real).unwrap().is_file());
    fs::remove_file(&real).unwrap();
    symlink("drugi.toml", &real).unwrap();
    assert!(matches!(CorrectionsFile::lock(&path), Err(CorrectionError::Io { .. })), "a ring leads nowhere");
}

#[test]
fn the_remedy_for_what_is_missing_does_what_it_says() {
    let remedy = |text: &str| read::parse(text, Path::new("c.toml")).unwrap_err().remedy();
    assert_eq!(remedy("# nic\ncorrection = []\n"), "begin the file with version = 1");
    assert_eq!(remedy(&one("field = \"status\"\nvalue = 55\n")), "write value = \"55\"");
}
