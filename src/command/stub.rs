//! Stand-ins for `metryczka::archive` until it lands. To be deleted.
#![allow(missing_docs)]

pub mod archive {
    use metryczka::page::{Limits, Source};
    use sha2::{Digest, Sha256};
    use std::path::{Path, PathBuf};

    #[derive(Debug)]
    pub struct Capture {
        pub source: Source,
        pub bytes: Vec<u8>,
        pub declared_charset: Option<String>,
        pub fetched: Option<String>,
    }

    #[derive(Debug, thiserror::Error)]
    #[error("cannot read: {path}: {source}")]
    pub struct ArchiveError {
        path: PathBuf,
        source: std::io::Error,
    }

    impl ArchiveError {
        pub fn code(&self) -> &'static str {
            "read_failed"
        }
        pub fn remedy(&self) -> &'static str {
            "check the file's rights"
        }
        pub fn path(&self) -> &Path {
            &self.path
        }
        pub fn url(&self) -> Option<&str> {
            None
        }
    }

    pub fn captures<'a>(paths: &'a [PathBuf], _: &'a Limits) -> impl Iterator<Item = Result<Capture, ArchiveError>> + 'a {
        paths.iter().flat_map(|path| files(path)).map(|path| {
            let path = path?;
            let bytes = if path == Path::new("-") { stdin() } else { std::fs::read(&path) };
            let bytes = bytes.map_err(|source| ArchiveError { path: path.clone(), source })?;
            let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            let source = Source { path: Some(path.to_string_lossy().into_owned()), url: None, sha256 };
            Ok(Capture { source, bytes, declared_charset: None, fetched: None })
        })
    }

    fn stdin() -> std::io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
    }

    fn files(path: &Path) -> Vec<Result<PathBuf, ArchiveError>> {
        if !path.is_dir() {
            return vec![Ok(path.to_owned())];
        }
        match std::fs::read_dir(path) {
            Ok(entries) => {
                let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
                paths.sort();
                paths.iter().flat_map(|path| files(path)).collect()
            }
            Err(source) => vec![Err(ArchiveError { path: path.to_owned(), source })],
        }
    }
}
