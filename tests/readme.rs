//! What the README shows is what kskill prints.

use std::path::Path;

#[test]
fn readme_is_true() {
    trycmd::TestCases::new().register_bin("cat", Path::new("/bin/cat")).case("README.md");
}
