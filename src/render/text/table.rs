//! Keys and the values of both environments, in columns that all tables of a report share.

use unicode_width::UnicodeWidthStr as _;

use crate::design::ENVIRONMENTS;
use crate::render::layout::{FAINT, HEADING, Page, STRONG, padded, styled};
use crate::render::rows::{self, Pair};

/// Columns left of the keys, and between two columns.
const MARGIN: usize = 4;
const BETWEEN: usize = 2;
/// Fewer columns than that are no table.
const NARROW: usize = 76;

/// Where the columns are.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    keys: usize,
    values: usize,
    raw: usize,
    narrow: bool,
}

impl Table {
    /// Columns for all the rows.
    pub fn new<'a>(page: &Page, pairs: impl Iterator<Item = &'a Pair> + Clone) -> Self {
        let most = (page.width / 2).saturating_sub(MARGIN);
        let keys = pairs.clone().map(|pair| pair.key.width()).filter(|width| *width <= most).max().unwrap_or(0).max(24);
        let values = page.width.saturating_sub(MARGIN + keys + 2 * BETWEEN) / 2;
        let hinted = pairs.flat_map(|pair| {
            let values = [&pair.values.development, &pair.values.production].into_iter().flatten();
            values.filter(|value| rows::hint(&pair.key, value).is_some()).map(|value| value.width()).collect::<Vec<_>>()
        });
        Self { keys, values, raw: hinted.max().unwrap_or(0), narrow: page.width < NARROW }
    }

    /// The beginning of a section, with the names of the columns beside it.
    pub fn heading(&self, page: &mut Page, title: &str) {
        if self.narrow {
            page.section(title, "development → production");
            return;
        }
        page.gap();
        let [development, production] = ENVIRONMENTS;
        let columns = format!("{}{production}", padded(development, self.values + BETWEEN));
        page.line(format!(
            "{}{}",
            padded(&styled(HEADING, title), MARGIN + self.keys + BETWEEN),
            styled(FAINT, columns)
        ));
    }

    /// One line per setting. What differs is bold.
    pub fn rows(&self, page: &mut Page, pairs: &[Pair]) {
        for pair in pairs {
            self.row(page, pair);
        }
    }

    fn row(&self, page: &mut Page, pair: &Pair) {
        let development = self.cell(pair, pair.values.development.as_deref());
        let production = self.cell(pair, pair.values.production.as_deref());
        let fit = pair.key.width() <= self.keys && development.width().max(production.width()) <= self.values;
        if self.narrow || !fit {
            page.hanging(
                "    ",
                MARGIN + 2,
                anstyle::Style::new(),
                &in_words(pair, |value, hint| format!("{value} ({hint})")),
            );
            return;
        }
        let production = if pair.differs() { styled(STRONG, production) } else { production };
        let blank = " ".repeat(BETWEEN);
        let (key, development) = (padded(&pair.key, self.keys), padded(&development, self.values));
        page.line(format!("    {key}{blank}{development}{blank}{production}"));
    }

    /// A value, and what it is for people below that of the other rows.
    fn cell(&self, pair: &Pair, value: Option<&str>) -> String {
        let value = value.unwrap_or("-");
        let hint = rows::hint(&pair.key, value);
        hint.map_or_else(|| value.to_owned(), |hint| format!("{}  {hint}", padded(value, self.raw)))
    }
}

/// A setting in a sentence: `min.insync.replicas 1 → 2`. What is a number for people is written as `both` says.
pub fn in_words(pair: &Pair, both: impl Fn(&str, String) -> String) -> String {
    let show = |value: &Option<String>| {
        let value = value.as_deref().unwrap_or("not set");
        rows::hint(&pair.key, value).map_or_else(|| value.to_owned(), |hint| both(value, hint))
    };
    let (development, production) = (show(&pair.values.development), show(&pair.values.production));
    if pair.differs() {
        format!("{} {development} → {production}", pair.key)
    } else {
        format!("{} {production}", pair.key)
    }
}
