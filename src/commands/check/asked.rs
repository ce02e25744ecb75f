//! `--topic` and `--group`: what was asked for, and whether it is there.

use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use globset::{Glob, GlobMatcher};

use super::Args;
use crate::sources::cluster::Snapshot;

/// That what was asked for is there: nobody who misspells a name must hear that all is well.
pub(super) fn matched(seen: &Snapshot) -> Result<()> {
    let none = |what: &str, glob: &str| {
        anyhow!(
            "no {what} that was listed matches --{what} {glob}: it is not there, or the principal may not describe it; \
             look at the names (a pattern is written as `orders*`)"
        )
    };
    if let Some(glob) = seen.only_topics.as_ref().filter(|_| seen.topics.is_empty() && !seen.lacks_topics()) {
        return Err(none("topic", glob));
    }
    match seen.only_groups.as_ref().filter(|_| seen.groups.is_empty() && !seen.lacks_readers()) {
        Some(glob) => Err(none("group", glob)),
        None => Ok(()),
    }
}

/// The part of a recorded cluster that is asked for.
pub(super) fn part(mut all: Snapshot, args: &Args, file: &Path) -> Result<Snapshot> {
    if let Some(names) = narrowed("--topic", args.topic.as_ref(), &mut all.only_topics, file)? {
        all.topics.retain(|topic| names.is_match(&topic.name));
    }
    if let Some(names) = narrowed("--group", args.group.as_ref(), &mut all.only_groups, file)? {
        all.groups.retain(|group| names.is_match(&group.name));
    }
    Ok(all)
}

/// The names that are asked for, unless what was recorded is those alone.
fn narrowed(
    flag: &str,
    asked: Option<&String>,
    recorded: &mut Option<String>,
    file: &Path,
) -> Result<Option<GlobMatcher>> {
    let Some(asked) = asked.filter(|asked| recorded.as_ref() != Some(*asked)) else { return Ok(None) };
    if let Some(recorded) = recorded {
        bail!("{} was recorded with {flag} {recorded}: leave {flag} away, or record the whole cluster", file.display());
    }
    *recorded = Some(asked.clone());
    matcher(Some(asked), flag)
}

/// What names a pattern of `flag` matches.
pub(super) fn matcher(glob: Option<&str>, flag: &str) -> Result<Option<GlobMatcher>> {
    let compile = |text: &str| {
        Glob::new(text)
            .map(|glob| glob.compile_matcher())
            .with_context(|| format!("reading {flag} {text}: write it as `orders*`"))
    };
    glob.map(compile).transpose()
}
