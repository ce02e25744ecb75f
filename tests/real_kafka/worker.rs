//! A Connect worker of the testbed.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::cluster::testbed;

/// A running worker; it ends when this is dropped.
pub struct Worker {
    script: Child,
    address: String,
    directory: PathBuf,
}

impl Worker {
    /// Starts one on a cluster.
    pub fn start(bootstrap: &str) -> Self {
        let directory = std::env::temp_dir().join(format!("kskill-connect-{}", std::process::id()));
        let mut command = Command::new(testbed().join("connect.sh"));
        command.arg(bootstrap).arg(&directory).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut script = command.spawn().expect("the script starts");
        let mut address = String::new();
        BufReader::new(script.stdout.take().expect("it is piped")).read_line(&mut address).expect("it prints text");
        assert!(!address.is_empty(), "the Connect worker did not start; its log is in {}", directory.display());
        Self { script, address: address.trim().to_owned(), directory }
    }

    /// Its host and port.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        // at the end of its input the script stops the worker
        drop(self.script.stdin.take());
        let _ = self.script.wait();
        // its log tells of every config that it was asked about
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}
