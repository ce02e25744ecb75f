//! What runs today: its settings beside the design's, and what goes wrong with it.

use anstyle::Style;

use crate::design::{Beside, CurrentSetting, Design, Today};
use crate::render::layout::{FAINT, Page, STRONG, styled};
use crate::render::rows;

/// Every consumer of which it was said how it runs.
pub fn today(page: &mut Page, design: &Design) {
    if design.today.is_empty() {
        return;
    }
    page.section("TODAY", "what you said runs now, beside this design for production");
    for one in &design.today {
        page.line(format!("  {}", styled(STRONG, rows::words(&one.subject))));
        settings(page, one);
        for cause in &one.causes {
            page.hanging("    ! ", 6, STRONG, &cause.title);
            for evidence in &cause.evidence {
                page.paragraph(6, Style::new(), evidence);
            }
            for remedy in &cause.remedies {
                page.hanging("      do: ", 10, Style::new(), &remedy.action);
            }
            let others: &[String] = if page.all { &cause.will_not_help } else { &[] };
            for other in others {
                page.hanging("      not: ", 11, FAINT, other);
            }
        }
        page.gap();
    }
}

/// What is otherwise in the design has its reason; what is the same is told in one line.
fn settings(page: &mut Page, one: &Today) {
    let of = |beside: Beside| one.settings.iter().filter(move |setting| setting.beside == beside);
    for setting in of(Beside::Other) {
        page.hanging("    ", 4, Style::new(), &changed(setting));
        page.paragraph(6, FAINT, &page.told(&setting.because, page.width - 6));
    }
    // What a cause is about is told there.
    let untold = |setting: &&CurrentSetting| !one.causes.iter().any(|cause| cause.about.as_ref() == Some(&setting.key));
    for setting in of(Beside::NoSuchSetting).filter(untold) {
        page.hanging("    ", 4, Style::new(), &format!("{}: no setting of this client's consumer", shown(setting)));
    }
    for (beside, what) in [(Beside::Same, "as in the design"), (Beside::Undecided, "the design does not decide it")] {
        let all: Vec<String> = of(beside).map(shown).collect();
        if !all.is_empty() {
            page.paragraph(4, FAINT, &format!("{}: {what}", all.join(", ")));
        }
    }
}

fn shown(setting: &CurrentSetting) -> String {
    format!("{} = {}", setting.key, setting.value)
}

fn changed(setting: &CurrentSetting) -> String {
    let design = setting.design.as_ref().map(ToString::to_string).unwrap_or_default();
    format!("{}, and {design} in the design", shown(setting))
}
