//! The file: its lock, its transactions, and what can be wrong with it.

use super::*;
use std::fs;

#[test]
fn a_second_run_on_the_same_archive_is_refused_until_the_first_ends() {
    let folder = tempfile::tempdir().unwrap();
    let first = State::open(folder.path()).unwrap();
    let Err(error) = State::open(folder.path()) else { panic!("opened twice") };
    assert_eq!(error.code(), "state_in_use");
    drop(first);
    State::open(folder.path()).unwrap();
}

#[test]
fn a_program_killed_before_the_commit_loses_the_uncommitted_visits_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = State::open(folder.path()).unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    let kept = dump(&state);
    apply_to(&mut state, HOST, &content(page("/b"), START + 1, 2));
    assert_eq!(state.applied().unwrap(), Some(Position { file: 0, offset: START.unsigned_abs() + 2 }));
    drop(state);

    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(dump(&state), kept);
    assert_eq!(state.applied().unwrap(), Some(Position { file: 0, offset: START.unsigned_abs() + 1 }));
    apply(&mut state, &content(page("/b"), START + 1, 2));
    assert_eq!(state.keys(SOURCE, HOST).unwrap().len(), 2);
}

#[test]
fn a_file_of_noise_is_called_damaged_and_its_remedy_is_to_delete_it() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "this is no database, however long it may be ".repeat(200)).unwrap();
    let Err(error) = State::open(folder.path()) else { panic!("opened noise") };
    assert_eq!(error.code(), "state_damaged");
    assert!(error.remedy().contains("delete state.sqlite"));
}

#[test]
fn pages_of_the_file_overwritten_with_noise_are_an_error_and_no_wrong_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = State::open(folder.path()).unwrap();
    for number in 0..500 {
        apply_to(&mut state, HOST, &content(page(&format!("/strona/{number}")), START, 1));
    }
    state.commit().unwrap();
    drop(state);
    let file = folder.path().join(FILE);
    let mut bytes = fs::read(&file).unwrap();
    bytes[8192..].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let error = match State::open(folder.path()) {
        Ok(state) => state.keys(SOURCE, HOST).and_then(|_| state.current(&mut |_| true)).unwrap_err(),
        Err(error) => error,
    };
    assert_eq!(error.code(), "state_damaged");
}

#[test]
fn a_file_of_a_newer_program_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let state = State::open(folder.path()).unwrap();
    state.connection.pragma_update(None, "user_version", 7).unwrap();
    drop(state);
    let Err(error) = State::open(folder.path()) else { panic!("opened another version") };
    assert_eq!(error.code(), "state_other_version");
    assert!(error.to_string().contains("layout 7"));
}

#[test]
fn a_file_cut_off_before_its_tables_were_made_is_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FILE), "").unwrap();
    assert_eq!(State::open(folder.path()).unwrap().applied().unwrap(), None);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // Below a file no folder can be, whoever runs the test; permissions mean nothing to an administrator.
    let file = folder.path().join("plik");
    fs::write(&file, "").unwrap();
    let Err(error) = State::open(&file) else { panic!("opened below a file") };
    assert_eq!(error.code(), "state_unopenable");
    assert!(error.to_string().contains("plik"));
}

#[cfg(unix)]
#[test]
fn a_read_only_folder_is_refused_or_the_user_may_write_everywhere() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let may_write = fs::write(folder.path().join("próba"), "").is_ok();
    let opened = State::open(folder.path());
    assert_eq!(opened.is_ok(), may_write);
    if let Err(error) = opened {
        assert_eq!(error.code(), "state_unopenable");
    }
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_full_disk_stops_writing_for_good_and_keeps_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let mut state = State::open(folder.path()).unwrap();
    apply(&mut state, &content(page("/"), START, 1));
    let kept = dump(&state);
    let pages: i64 = state.connection.pragma_query_value(None, "page_count", |row| row.get(0)).unwrap();
    state.connection.pragma_update(None, "max_page_count", pages + 1).unwrap();

    let many = |time| Visit {
        links: (0..200).map(|number| page(&format!("/{time}/{number}"))).collect(),
        ..content(page("/"), time, 2)
    };
    let error = state.apply(&many(START + 1), HOST, START + DAY, None).unwrap_err();
    assert_eq!(error.code(), "state_disk_full");
    // A visit behind the lost one would make the archive look applied up to there.
    let error = state.apply(&content(page("/"), START + 2, 3), HOST, START + DAY, None).unwrap_err();
    assert_eq!(error.code(), "state_unusable");
    assert_eq!(state.commit().unwrap_err().code(), "state_unusable");
    assert_eq!(dump(&state), kept);
    drop(state);

    let mut state = State::open(folder.path()).unwrap();
    assert_eq!(dump(&state), kept);
    apply(&mut state, &many(START + 1));
    assert_eq!(state.keys(SOURCE, HOST).unwrap().len(), 201);
}

#[test]
fn clearing_forgets_everything_even_what_is_not_committed() {
    let mut state = State::in_memory().unwrap();
    apply(&mut state, &content(page("/a"), START, 1));
    apply_to(&mut state, HOST, &content(page("/b"), START, 1));
    state.clear().unwrap();
    assert!(dump(&state).is_empty());
    assert_eq!(state.applied().unwrap(), None);
    apply(&mut state, &content(page("/a"), START, 1));
    assert_eq!(state.hosts(SOURCE).unwrap(), [HOST]);
}
