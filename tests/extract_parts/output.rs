//! Where `--output` goes, and what it never costs.

use crate::world::{archive, code, command, files, member, notice, run, said};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

const FORMATS: [&str; 4] = ["ndjson", "json", "csv", "parquet"];

fn write(folder: &Path, format: &str, input: &str, output: &str) -> std::process::Output {
    run(folder, &["extract", input, "--format", format, "--output", output])
}

/// The names of all that is in a folder, also of what is hidden.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Waits until something is so.
fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(120);
    while !is_so() {
        assert!(Instant::now() < deadline, "{what}");
        sleep(Duration::from_millis(5));
    }
}

/// A run that reads standard input, which has not ended.
fn reading(folder: &Path, args: &[&str]) -> Child {
    let mut child = command(folder, &[&["extract", "-"], args].concat()).stdin(Stdio::piped()).spawn().unwrap();
    child.stdin.as_mut().unwrap().write_all(&member(0)).unwrap();
    child
}

#[test]
fn an_output_that_is_an_input_is_refused_before_it_is_emptied() {
    let town = tempfile::tempdir().unwrap();
    fs::create_dir_all(town.path().join("pages/below")).unwrap();
    fs::write(town.path().join("a.html"), notice(1)).unwrap();
    fs::write(town.path().join(".b.new"), notice(2)).unwrap();
    fs::write(town.path().join("pages/below/c.html"), notice(3)).unwrap();
    let mut pairs = vec![
        ("a.html", "a.html"),
        ("a.html", "./pages/../a.html"),
        ("pages", "pages/below/c.html"),
        ("pages", "pages/new.html"),
        (".", "new"),
        (".b.new", "b"),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("a.html", town.path().join("link")).unwrap();
        symlink("pages", town.path().join("linked")).unwrap();
        symlink("linked/nothing.html", town.path().join(".to-nothing")).unwrap();
        fs::hard_link(town.path().join("a.html"), town.path().join("hard")).unwrap();
        fs::write(town.path().join("outside"), notice(4)).unwrap();
        symlink("../../outside", town.path().join("pages/below/d.html")).unwrap();
        let linked = [
            ("a.html", "link"),
            ("link", "a.html"),
            ("a.html", "hard"),
            ("linked", "pages/below/c.html"),
            ("pages", "linked/new"),
            ("pages", ".to-nothing"),
            ("pages", "outside"),
        ];
        pairs.extend(linked);
    }
    let before = (files(town.path()), names(town.path()), names(&town.path().join("pages")));
    for (input, output) in pairs {
        for format in FORMATS {
            let result = write(town.path(), format, input, output);
            assert_eq!(code(&result), 2, "{input} to {output} as {format}: {}", said(&result));
            assert!(said(&result).contains("what is read"), "{}", said(&result));
        }
        assert_eq!(fs::read_to_string(town.path().join(".b.new")).unwrap(), notice(2));
        let now = (files(town.path()), names(town.path()), names(&town.path().join("pages")));
        assert!(now == before, "{input} to {output}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_that_is_standard_input_is_refused() {
    let town = archive(3);
    let path = town.path().join("a.warc.gz");
    let before = fs::read(&path).unwrap();
    let stdin = fs::File::open(&path).unwrap();
    let result = command(town.path(), &["extract", "-", "--output", "a.warc.gz"]).stdin(stdin).output().unwrap();
    assert_eq!(code(&result), 2, "{}", said(&result));
    assert!(fs::read(&path).unwrap() == before);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_is_written_into_and_stays_a_device() {
    use std::os::unix::fs::{FileTypeExt, symlink};
    let town = archive(30);
    for device in ["null", "full"] {
        // By a link: whoever replaces the output by a file does not reach the device of this machine.
        symlink(format!("/dev/{device}"), town.path().join(device)).unwrap();
        for format in FORMATS {
            let result = write(town.path(), format, "a.warc.gz", device);
            assert_eq!(code(&result), if device == "null" { 0 } else { 3 }, "{device}, {format}: {}", said(&result));
            assert!(town.path().join(device).is_symlink(), "{device}, {format}");
            assert!(fs::metadata(format!("/dev/{device}")).unwrap().file_type().is_char_device(), "{device}, {format}");
        }
    }
    assert_eq!(names(town.path()), ["a.warc.gz", "full", "null"]);
}

#[cfg(unix)]
#[test]
fn a_pipe_is_written_into_and_stays_a_pipe() {
    use std::os::unix::fs::FileTypeExt;
    let town = archive(30);
    let pipe = town.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for format in FORMATS {
        let mut child = command(town.path(), &["extract", "a.warc.gz", "--format", format, "--output", "pipe"]).spawn().unwrap();
        let (from, (sender, read)) = (pipe.clone(), std::sync::mpsc::channel());
        std::thread::spawn(move || sender.send(fs::read(from).unwrap()));
        let read = read.recv_timeout(Duration::from_secs(120)).unwrap();
        until("it ends", || child.try_wait().unwrap().is_some());
        assert_eq!(child.wait().unwrap().code(), Some(0), "{format}");
        write(town.path(), format, "a.warc.gz", "file");
        assert!(read == fs::read(town.path().join("file")).unwrap(), "{format}");
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo(), "{format}");
    }
    assert_eq!(names(town.path()), ["a.warc.gz", "file", "pipe"]);
}

#[cfg(unix)]
#[test]
fn a_link_is_followed_and_the_rights_of_its_file_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let town = archive(30);
    fs::create_dir(town.path().join("kept")).unwrap();
    let kept = town.path().join("kept/old");
    fs::write(&kept, "old").unwrap();
    fs::set_permissions(&kept, fs::Permissions::from_mode(0o600)).unwrap();
    symlink("kept/old", town.path().join("link")).unwrap();
    symlink("kept/new", town.path().join("to-nothing")).unwrap();
    for format in FORMATS {
        for (link, to) in [("link", "old"), ("to-nothing", "new")] {
            let result = write(town.path(), format, "a.warc.gz", link);
            assert_eq!(code(&result), 0, "{format}: {}", said(&result));
            assert!(town.path().join(link).is_symlink(), "{link}, {format}");
            assert!(fs::metadata(town.path().join("kept").join(to)).unwrap().len() > 1000, "{link}, {format}");
        }
        assert_eq!(fs::metadata(&kept).unwrap().permissions().mode() & 0o777, 0o600, "{format}");
    }
    assert_eq!(names(&town.path().join("kept")), ["new", "old"]);
}

#[test]
fn a_folder_as_output_is_refused_before_anything_is_read() {
    let town = tempfile::tempdir().unwrap();
    fs::create_dir(town.path().join("folder")).unwrap();
    for format in FORMATS {
        for output in ["folder", "folder/", "new/"] {
            // Whoever reads first waits for the end of standard input, which does not come.
            let mut child = reading(town.path(), &["--format", format, "--output", output]);
            until("it is refused", || child.try_wait().unwrap().is_some());
            let result = child.wait_with_output().unwrap();
            assert_eq!(code(&result), 2, "{output}, {format}: {}", said(&result));
            assert!(said(&result).contains("a folder"), "{}", said(&result));
        }
    }
    assert_eq!(names(town.path()), ["folder"]);
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_output_and_nothing_hidden() {
    let town = archive(90);
    for format in FORMATS {
        fs::write(town.path().join("old"), "old").unwrap();
        // No file may be larger than a few kilobytes.
        let line = format!("ulimit -f 4; trap '' XFSZ; exec \"$0\" extract a.warc.gz --format {format} --output old");
        let shell = std::process::Command::new("sh")
            .args(["-c", &line, env!("CARGO_BIN_EXE_metryczka")])
            .current_dir(town.path())
            .output()
            .unwrap();
        assert_eq!(code(&shell), 3, "{format}: {}", said(&shell));
        assert!(said(&shell).contains("cannot write"), "{format}: {}", said(&shell));
        assert_eq!(fs::read(town.path().join("old")).unwrap(), b"old", "{format}");
        assert_eq!(names(town.path()), ["a.warc.gz", "old"], "{format}");
    }
}

#[cfg(unix)]
#[test]
fn stopped_by_a_signal_it_leaves_the_old_output_and_nothing_hidden() {
    let town = tempfile::tempdir().unwrap();
    fs::write(town.path().join("old"), "old").unwrap();
    for (signal, format) in ["-INT", "-TERM"].into_iter().flat_map(|signal| FORMATS.map(|format| (signal, format))) {
        let mut child = reading(town.path(), &["--format", format, "--output", "old"]);
        until("it has begun", || town.path().join(".old.new").exists());
        let kill = std::process::Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        until("it ends", || child.try_wait().unwrap().is_some());
        let result = child.wait_with_output().unwrap();
        assert_eq!(code(&result), 130, "{signal}, {format}: {}", said(&result));
        assert!(said(&result).contains("old is as it was before"), "{}", said(&result));
        assert_eq!(fs::read(town.path().join("old")).unwrap(), b"old");
        assert_eq!(names(town.path()), ["old"], "{signal}, {format}");
    }
}
