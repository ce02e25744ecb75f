//! Causes that no other test has a group for: for each one that shows it.

use kskill::finding::Confidence;

use super::made::{Made, RESTARTED, WELL, to};
use super::{assert_has, find, ids};

#[test]
fn restarts_that_cost_time_are_told_with_the_way_to_another_assignor() {
    let told = RESTARTED.diagnosed();
    let restarts = find(&told.causes, "restarts-without-static-members");
    assert_has(&restarts.evidence, &["2 members left and came back", "given out anew 4 times"]);
    let eager = find(&told.causes, "eager-assignor");
    assert_has(&eager.evidence, &["4 times within 30 s", "the assignor is range"]);
    // Nobody said which client it is.
    let cost = |client: &str| {
        let answers = format!(
            "system: billing\n{client}events: [{{name: orders, key: order_id, rate: 20/s}}]\nconsumers:\n  - {{name: billing, reads: [orders], processing: 10ms..20ms}}\n"
        );
        let told = RESTARTED.described(&answers);
        find(&told.causes, "eager-assignor").remedies[1].cost.clone().unwrap_or_default()
    };
    let unknown = eager.remedies[1].cost.clone().unwrap_or_default();
    assert_has(&[unknown], &["Java from 3.0 on", "librdkafka", "others: two rolling restarts"]);
    let librdkafka = cost("client: confluent-kafka-python\n");
    assert_has(std::slice::from_ref(&librdkafka), &["stop all members", "group.protocol=consumer"]);
    assert!(!librdkafka.contains("two rolling restarts"), "librdkafka refuses a list of both: {librdkafka}");
    assert_has(&[cost("client: java\n")], &["one rolling restart that takes range out"]);
    assert_has(&[cost("client: franz-go\n")], &["two rolling restarts"]);
}

#[test]
fn kafkajs_is_eager_and_has_nothing_else() {
    let made = Made { assignor: "RoundRobinAssigner", ..RESTARTED };
    let told = made.described(
        "system: billing\nclient: kafkajs\nevents: [{name: orders, key: order_id, rate: 20/s}]\nconsumers:\n  - {name: billing, reads: [orders], processing: 10ms..20ms}\n",
    );
    let eager = find(&told.causes, "eager-assignor");
    assert_eq!(eager.remedies.len(), 1, "{:?}", eager.remedies);
}

#[test]
fn range_that_leaves_members_idle_is_no_lack_of_partitions() {
    let made = Made {
        topics: &["orders", "refunds", "returns"],
        committed: |_, at| Some(990 + 8 * at),
        members: |_| {
            let ids = ["a", "b", "c", "d", "e", "f"];
            let has = [vec![0], vec![1], vec![], vec![], vec![], vec![]];
            ids.into_iter().zip(has).map(|(id, has)| (id, id, has)).collect()
        },
        ..WELL
    };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), ["assignor-leaves-idle"]);
    assert_has(&told.causes[0].evidence, &["4 members have no partition", "no topic has more than 2 partitions"]);
    // 48/s of two members, of six 144/s.
    assert_has(told.causes[0].remedies[0].effect.as_slice(), &["6 members at work instead of 2: about 144/s"]);
    let grouped = Made { members: WELL.members, ..made }.diagnosed();
    let short = find(&grouped.causes, "arrival-above-capacity");
    assert!(!short.remedies.iter().any(|remedy| remedy.action.starts_with("run ")), "{:?}", short.remedies);
    assert_has(&[short.remedies[0].action.clone()], &["under range no more than 2 get any"]);
}

#[test]
fn members_beyond_the_partitions_are_idle() {
    let three = |_| vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1]), ("c-1", "c", vec![])];
    let told = Made { committed: |_, at| Some(900 + 8 * at), members: three, ..WELL }.diagnosed();
    assert_has(&find(&told.causes, "idle-members").evidence, &["2 partitions in use for 3 members"]);
    let told = Made { members: three, ..WELL }.diagnosed();
    assert_eq!(ids(&told.causes), Vec::<&str>::new());
    assert_has(&find(&told.beside, "standby-members").evidence, &["1 member has no partition"]);
}

#[test]
fn what_is_needed_without_a_reserve_is_offered_where_no_more_fits() {
    // 4 x 10/s arrive, 3 members do 32/s: 4 of them 42.7/s, 5 have no partition.
    let made = Made {
        partitions: 4,
        committed: |_, at| Some(1000 + 8 * at),
        members: |_| vec![("a-1", "a", vec![0, 1]), ("b-1", "b", vec![2]), ("c-1", "c", vec![3])],
        ..WELL
    };
    let told = made.diagnosed();
    let short = find(&told.causes, "arrival-above-capacity");
    assert_eq!(short.confidence, Confidence::Medium, "it was watched for half a minute");
    assert_has(&[short.remedies[0].action.clone()], &["run 4 members instead of 3"]);
    assert_has(short.remedies[0].effect.as_slice(), &["42.7/s for 40/s"]);
    let long = Made { length: 60, ..made }.diagnosed();
    assert_eq!(find(&long.causes, "arrival-above-capacity").confidence, Confidence::High);
}

#[test]
fn a_hot_partition_is_told_of_two_and_of_three() {
    let two = Made {
        partition: |id, at| to(1000 + if id == 0 { 19 * at } else { at }),
        committed: |id, at| Some(1000 + if id == 0 { 8 * at } else { at }),
        ..WELL
    };
    assert_eq!(ids(&two.diagnosed().causes), ["skewed-partition"]);
    let three = Made {
        partitions: 3,
        partition: |id, at| to(1000 + if id == 0 { 12 * at } else { 4 * at }),
        committed: |id, at| Some(1000 + if id == 0 { 6 * at } else { 4 * at }),
        members: |_| vec![("a-1", "a", vec![0]), ("b-1", "b", vec![1]), ("c-1", "c", vec![2])],
        ..WELL
    };
    let told = three.diagnosed();
    assert_has(&find(&told.causes, "skewed-partition").evidence, &["orders-0 got 60 %"]);
    let even = Made { committed: |_, at| Some(1000 + 6 * at), ..WELL }.diagnosed();
    assert!(!ids(&even.causes).contains(&"skewed-partition"), "{:?}", ids(&even.causes));
}

#[test]
fn a_lag_that_takes_days_to_drain_is_no_burst() {
    let made = Made { partition: |_, at| to(5_000_000 + 10 * at), committed: |_, at| Some(1000 + 12 * at), ..WELL };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), ["slow-catch-up"]);
    assert!(!ids(&told.harmless).contains(&"burst-draining"), "{:?}", ids(&told.harmless));
    // 2 x 4,998,940 at 4/s.
    assert_has(&told.causes[0].evidence, &["gone in 28.9 d"]);
}

#[test]
fn a_lag_that_stays_as_it_is_is_told_apart_from_one_that_grows() {
    let told = Made { committed: |_, at| Some(10 * at), ..WELL }.diagnosed();
    assert_eq!(ids(&told.causes), ["steady-lag"]);
    // 2 x 1000 at 10 % of 20/s.
    assert_has(told.causes[0].remedies[1].effect.as_slice(), &["with 2/s more capacity the lag is gone in 16.7 min"]);
}

#[test]
fn nothing_that_arrives_is_nothing_wrong() {
    let told = Made { partition: |_, _| to(1000), committed: |_, _| Some(1000), ..WELL }.diagnosed();
    assert_eq!(ids(&told.harmless), ["nothing-arrives"]);
}

#[test]
fn who_reads_without_being_a_member_is_not_told_to_start() {
    let made = Made { members: |_| vec![], state: |_| "Empty", ..WELL };
    let told = made.diagnosed();
    assert_eq!(ids(&told.causes), Vec::<&str>::new());
    assert_has(&find(&told.beside, "read-without-members").evidence, &["20/s although the group has no member"]);
    let slow = Made { committed: |_, at| Some(900 + 5 * at), ..made }.diagnosed();
    assert_has(&find(&slow.causes, "arrival-above-readers").evidence, &["20/s arrive and 10/s are committed"]);
    let once = Made { length: 0, ..made }.diagnosed();
    let nobody = find(&once.causes, "nobody-reads");
    assert_eq!(nobody.confidence, Confidence::Context);
}

const WORK: &str = "system: billing\nclient: CLIENT\nevents: [{name: orders, key: order_id, rate: 20/s}]\nconsumers:\n  - {name: billing, reads: [orders], processing: 10ms..2s, MORE}\n";

fn work(client: &str, more: &str) -> String {
    WORK.replace("CLIENT", client).replace("MORE", more)
}

#[test]
fn commits_that_come_less_often_than_was_watched_say_nothing() {
    let made = Made { committed: |_, _| Some(990), ..WELL };
    let told = made.described(&work("java", "current: {enable.auto.commit: true, auto.commit.interval.ms: 300000}"));
    assert_has(&find(&told.harmless, "commits-seldom").evidence, &["every 5 min", "watched for 30 s"]);
    assert!(!ids(&told.causes).contains(&"commits-not-advancing"), "{:?}", ids(&told.causes));
}

#[test]
fn attempts_in_place_are_only_counted_where_they_are_told() {
    // 100 x 2 s fit into 5 min; with three attempts more, a second apart, they are 100 x 11 s.
    let current = "current: {max.poll.records: 100, max.poll.interval.ms: 300000}";
    let told = WELL.described(&work("java", &format!("{current}, retries: {{attempts: 3}}")));
    let attempts = find(&told.beside, "attempts-above-interval");
    assert_has(&attempts.evidence, &["with 3 further attempts for each"]);
    let unsaid = WELL.described(&work("java", current));
    assert!(!ids(&unsaid.beside).contains(&"attempts-above-interval"), "{:?}", ids(&unsaid.beside));
}

#[test]
fn one_restart_does_not_prove_a_poll_loop_that_is_too_slow() {
    // 200 x 2 s at worst, 201 s in the mean.
    let told = RESTARTED.described(&work("java", "current: {max.poll.records: 200}"));
    assert_eq!(find(&told.causes, "poll-batch-above-interval").confidence, Confidence::Medium);
    assert!(ids(&told.causes).contains(&"restarts-without-static-members"), "{:?}", ids(&told.causes));
}

#[test]
fn a_lag_of_a_watched_group_is_to_be_caught_up_with_where_it_is_large() {
    let told = Made { committed: |_, at| Some(10 * at), ..WELL }
        .described(&work("java", "survives_crash: true").replace("10ms..2s", "60ms..100ms"));
    assert_has(&find(&told.beside, "lag-to-catch-up").evidence, &["2,000 records behind"]);
}

#[test]
fn commits_before_the_work_lose_what_a_crash_finds_in_work() {
    let told =
        WELL.described(&work("confluent-kafka-python", "survives_crash: true, current: {enable.auto.commit: true}"));
    assert_has(&find(&told.beside, "auto-commit-before-work").evidence, &["when it hands it out"]);
}
