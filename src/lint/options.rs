//! How a run judges.

/// How a run judges.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// Whether advice about taste is wanted too.
    pub pedantic: bool,
    /// Whether directories are read, and not only some files of them.
    pub whole: bool,
}
