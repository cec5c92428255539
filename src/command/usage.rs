//! What this process has used of the machine, where the system tells (Linux).

use std::fs;

/// Ticks in which Linux counts the time of processes towards programs (`USER_HZ`), on every architecture it runs on today.
const TICKS: f64 = 100.0;

/// Seconds of all cores together.
pub fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name of the program, in brackets, may hold blanks.
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_ascii_whitespace().collect();
    let ticks = |field: usize| fields.get(field)?.parse::<f64>().ok();
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// The most memory it has held at once, in bytes.
pub fn peak_memory() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()? * 1024)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn memory_and_time_grow_with_use() {
        let before = (peak_memory().unwrap(), cpu_seconds().unwrap());
        let mut held = vec![1u8; 64 << 20];
        while cpu_seconds().unwrap() < before.1 + 0.02 {
            held.iter_mut().for_each(|byte| *byte = byte.wrapping_mul(3));
        }
        assert!(peak_memory().unwrap() >= before.0.max(64 << 20), "{}", held[0]);
    }
}
