//! What could not be learnt, said once for all that lack it for the same reason.

use std::collections::{BTreeMap, BTreeSet};

use super::request::Failure;
use super::snapshot::{List, Missing};
use super::trouble::{Troubles, is_denied};

/// What is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lack {
    Racks,
    Topic,
    TopicConfigs,
    BrokerConfig,
    Groups,
    OtherGroups,
    Readers,
    Members,
    Committed,
    Offsets,
    Times,
    Acls,
    Sample,
    Schemas,
}

/// How many are called by their names.
const NAMED: usize = 3;

impl Lack {
    /// In words; `names` are those that lack it, none where that is everything of its kind.
    fn of(self, names: &BTreeSet<String>) -> String {
        let one = names.len() == 1;
        let listed = || listed(names);
        match self {
            Self::Racks => "the racks of the brokers".to_owned(),
            Self::Topic if one => format!("the partitions of the topic {}", listed()),
            Self::Topic => format!("the partitions of the topics {}", listed()),
            Self::TopicConfigs if names.is_empty() => "the settings of the topics".to_owned(),
            Self::TopicConfigs if one => format!("the settings of the topic {}", listed()),
            Self::TopicConfigs => format!("the settings of the topics {}", listed()),
            Self::BrokerConfig if one => format!("the settings of broker {}", listed()),
            Self::BrokerConfig => format!("the settings of brokers {}", listed()),
            Self::Groups => "which groups there are".to_owned(),
            Self::OtherGroups => "groups that the principal may not describe".to_owned(),
            Self::Readers if one => format!("what the group {} reads", listed()),
            Self::Readers => format!("what the groups {} read", listed()),
            Self::Members if names.is_empty() => "the members of the groups".to_owned(),
            Self::Members if one => format!("the members of the group {}", listed()),
            Self::Members => format!("the members of the groups {}", listed()),
            Self::Committed if one => format!("what the group {} has committed", listed()),
            Self::Committed => format!("what the groups {} have committed", listed()),
            Self::Offsets if names.is_empty() => "the offsets of the partitions".to_owned(),
            Self::Offsets => format!("offsets of the partitions of {}", listed()),
            Self::Times if names.is_empty() => "how old the records are that groups have still to read".to_owned(),
            Self::Times => format!("how old the records of {} are that groups have still to read", listed()),
            Self::Acls => "who may do what (ACLs)".to_owned(),
            Self::Sample if names.is_empty() => "what the records are like".to_owned(),
            Self::Sample => format!("what the records of {} are like", listed()),
            Self::Schemas => "whether the schema registry knows the schemas of the sample".to_owned(),
        }
    }

    /// The list that is not whole without it.
    fn list(self) -> Option<List> {
        match self {
            Self::Topic => Some(List::Topics),
            Self::Groups | Self::OtherGroups => Some(List::Groups),
            Self::Readers => Some(List::Readers),
            _ => None,
        }
    }

    /// What a principal must be allowed to learn it.
    fn right(self) -> &'static str {
        match self {
            Self::Racks | Self::Topic | Self::Offsets | Self::Times => "Describe on the topics",
            Self::TopicConfigs => "DescribeConfigs on the topics",
            Self::BrokerConfig => "DescribeConfigs on the cluster",
            Self::Groups | Self::Readers | Self::Members => "Describe on the groups",
            Self::Committed => "Describe on the groups and on the topics that they read",
            Self::OtherGroups | Self::Acls => "Describe on the cluster",
            Self::Sample | Self::Schemas => "Read on the topics, which nothing but --sample needs",
        }
    }
}

fn listed(names: &BTreeSet<String>) -> String {
    let mut shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = names.len().saturating_sub(NAMED);
    let rest = format!("{more} more");
    if more > 0 {
        shown.push(&rest);
    }
    match shown.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

/// All that is lacking so far, by what it is and why.
#[derive(Debug, Default)]
pub(super) struct Lacks(BTreeMap<(Lack, String), BTreeSet<String>>);

impl Lacks {
    /// Notes what a failure kept from being learnt of `name`, or of all.
    pub fn add(&mut self, lack: Lack, name: Option<String>, failure: &Failure, troubles: &Troubles) {
        let why = if is_denied(failure) {
            format!("the principal needs {}", lack.right())
        } else {
            troubles.explained(failure)
        };
        self.because(lack, name, why);
    }

    /// Notes what could not be learnt and why.
    pub fn because(&mut self, lack: Lack, name: Option<String>, why: String) {
        self.0.entry((lack, why)).or_default().extend(name);
    }

    /// Whether that is lacking.
    pub fn have(&self, lack: Lack) -> bool {
        self.0.keys().any(|(known, _)| *known == lack)
    }

    /// As it is recorded.
    pub fn into_missing(self) -> Vec<Missing> {
        let told = |((lack, why), names): ((Lack, String), BTreeSet<String>)| Missing {
            list: lack.list(),
            ..Missing::new(lack.of(&names), why)
        };
        self.0.into_iter().map(told).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_two_hundred_groups_lack_is_one_line() {
        let mut lacks = Lacks::default();
        let denied = Failure { code: 30, text: "Broker: Group authorization failed".to_owned() };
        for number in 0..200 {
            lacks.add(Lack::Committed, Some(format!("g{number:03}")), &denied, &Troubles::default());
        }
        let missing = lacks.into_missing();
        assert_eq!(missing.len(), 1);
        assert_eq!(missing[0].what, "what the groups g000, g001, g002 and 197 more have committed");
        assert_eq!(missing[0].why, "the principal needs Describe on the groups and on the topics that they read");
    }
}
