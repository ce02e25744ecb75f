//! What is broken in a Terraform file, where it concerns Kafka.

use std::ops::Range;

use tree_sitter::{Node, Tree};

use super::super::Problem;
use super::terraform::TOPICS;
use super::tree::Code;

/// What is broken: that the file ends too soon or else, for each block of Kafka's, its first broken line.
pub(super) fn problems(code: &Code, tree: &Tree) -> Vec<Problem> {
    if !tree.root_node().has_error() {
        return Vec::new();
    }
    truncated(code.text).map_or_else(|| broken(code), |problem| vec![problem])
}

/// The first broken line of each block that is Kafka's. Of other errors, nobody can say whose they are.
fn broken(code: &Code) -> Vec<Problem> {
    let ours = blocks(code.text).into_iter();
    ours.filter_map(|block| open_quote(code.text, &block).or_else(|| faulty(code, &block))).collect()
}

/// The first line of a block with a text that does not end; what follows a heredoc is not looked at.
fn open_quote(text: &str, block: &Range<usize>) -> Option<Problem> {
    let mut start = block.start;
    for line in text[block.clone()].split_inclusive('\n').take_while(|line| !line.contains("<<")) {
        if has_open_quote(line) {
            let indent = line.len() - line.trim_start().len();
            let message =
                "a quote is missing or one too many, and nothing of the block can be trusted: correct the line";
            let at = start + indent..start + line.trim_end().len();
            return Some(Problem { at, message: message.to_owned() });
        }
        start += line.len();
    }
    None
}

/// The first place of a block that the grammar has no rule for.
fn faulty(code: &Code, block: &Range<usize>) -> Option<Problem> {
    let nodes = code.nodes.iter().filter(|node| node.is_error() || node.is_missing());
    let at = nodes.map(Node::start_byte).find(|at| block.contains(at))?;
    let message = "this is not Terraform, and nothing of the block can be trusted: correct the line".to_owned();
    Some(Problem { at: at..at, message })
}

/// From the head of each block that is Kafka's to the line that closes it.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut blocks = Vec::new();
    let mut begun: Option<(usize, &str)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim_start();
        let indent = &line[..line.len() - body.len()];
        match begun {
            Some((start, outer)) if body.trim_end() == "}" && indent == outer => {
                blocks.push(start..at + line.len());
                begun = None;
            }
            None if is_head(body) => begun = Some((at, indent)),
            _ => {}
        }
        at += line.len();
    }
    blocks
}

/// Whether a line begins a resource that is a topic.
fn is_head(line: &str) -> bool {
    let kind = line.strip_prefix("resource").and_then(|rest| rest.trim_start().strip_prefix('"'));
    kind.and_then(|rest| rest.split_once('"'))
        .is_some_and(|(kind, _)| TOPICS.iter().any(|topic| topic.resource == kind))
}

/// Whether a text begins in the line and does not end there, though no expression in it goes on.
fn has_open_quote(line: &str) -> bool {
    let mut quoted = false;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match c {
            '"' if before != '\\' => quoted = !quoted,
            '#' if !quoted => break,
            '/' if !quoted && line[at..].starts_with("//") => break,
            _ => {}
        }
        before = if before == '\\' && c == '\\' { ' ' } else { c };
    }
    quoted && line.matches("${").count() <= line.matches('}').count()
}

/// A file that ends before its braces are closed.
fn truncated(text: &str) -> Option<Problem> {
    let count = |brace| text.matches(brace).count();
    if count('{') <= count('}') {
        return None;
    }
    let end = text.trim_end().len();
    let at = text[..end].char_indices().next_back().map_or(0, |(at, _)| at);
    let message = "the file ends within a block: close its braces".to_owned();
    Some(Problem { at: at..end, message })
}

#[cfg(test)]
mod tests {
    use super::super::super::File;
    use super::super::terraform::read;

    #[test]
    fn broken_blocks_of_kafka_are_told() {
        let text = |line: &str| {
            format!(
                "resource \"kafka_topic\" \"a\" {{\n  name = \"a\"\n  config = {{\n    {line}\n    \"cleanup.policy\" = \"deleted\" # it's \"\n  }}\n}}\n"
            )
        };
        let lines = |text: &str| -> Vec<usize> {
            let problems = read(&File { path: "a.tf", text }).map(|reading| reading.problems).unwrap_or_default();
            problems.iter().map(|problem| text[..problem.at.start].matches('\n').count() + 1).collect()
        };
        for line in ["retention.ms\"    = \"259200000\"", "\"retention.ms\" = \"259200000", "\"a\" = ]"] {
            assert_eq!(lines(&text(line)), [4], "{line}");
        }
        for line in ["\"retention.ms\" = \"1\"", "\"a\" = \"${var.x[\"y\"]}#\"", "\"a\" = \"\\\"\""] {
            assert_eq!(lines(&text(line)), Vec::<usize>::new(), "{line}");
        }
        // what is broken elsewhere is nobody's of Kafka
        let other = "resource \"aws_instance\" \"i\" {\n  name = ]\n}\n";
        assert_eq!(lines(&format!("{}{other}", text("\"a\" = \"b\""))), Vec::<usize>::new());
    }
}
