//! A project of any size: services with their configs, and as many files that have nothing to do with Kafka.

use std::fs;
use std::path::Path;

/// A template by the name of the file. `NUMBER` in it is another one in each file.
macro_rules! templates {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("project/", $name)))),*] };
}

const TEMPLATES: [(&str, &str); 12] = templates![
    "producer.properties",
    "workflow.yaml",
    "application.yml",
    "package.json",
    "topic.yaml",
    "prices.py",
    "connector.json",
    "Basket.java",
    "consumer.py",
    "OrderProducer.java",
    "consumer.ts",
    "producer.go",
];

/// Files of one directory, as of one service.
const TOGETHER: usize = TEMPLATES.len();

/// Writes `count` files below `root`.
pub fn write(root: &Path, count: usize) {
    for number in 0..count {
        let (name, template) = TEMPLATES[number % TEMPLATES.len()];
        let service = number / TOGETHER;
        let directory = root.join(format!("area-{}", service / 50)).join(format!("service-{service}"));
        fs::create_dir_all(&directory).expect("the directory can be made");
        fs::write(directory.join(name), template.replace("NUMBER", &service.to_string())).expect("it can be written");
    }
}
