//! The binary: everything it does stands in [`command`].

mod command;

fn main() -> std::process::ExitCode {
    command::main()
}
