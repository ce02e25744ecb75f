use super::*;
use crate::render::sample;

fn shown(width: usize) -> String {
    let asked = Asked { command: "kskill recommend --answers answers.yaml".into(), out: None };
    anstream::adapter::strip_str(&text(&sample::design(), &asked, width)).to_string()
}

#[test]
fn the_report() {
    println!("{}", shown(100));
}
