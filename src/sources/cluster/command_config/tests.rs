use super::command_config;

fn settings(text: &str) -> Vec<(String, String)> {
    command_config("client.properties", text).expect("librdkafka can be told").settings
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn a_login_with_scram_over_tls_is_told_in_librdkafkas_words() {
    let text = "security.protocol=SASL_SSL\n\
                sasl.mechanism=SCRAM-SHA-512\n\
                sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \\\n  \
                username=\"bob\" password=\"a \\\\\"quoted\\\\\" secret\";\n\
                ssl.truststore.type=PEM\n\
                ssl.truststore.location=/etc/kafka/ca.pem\n";
    assert_eq!(
        settings(text),
        [
            pair("security.protocol", "SASL_SSL"),
            pair("sasl.mechanism", "SCRAM-SHA-512"),
            pair("sasl.username", "bob"),
            pair("sasl.password", "a \"quoted\" secret"),
            pair("ssl.ca.location", "/etc/kafka/ca.pem"),
        ]
    );
}

#[test]
fn a_name_within_a_password_is_not_taken_for_an_option() {
    let text = "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                password=\"as username=eve\" username=alice;";
    assert_eq!(settings(text), [pair("sasl.username", "alice"), pair("sasl.password", "as username=eve")]);
}

/// A login with tokens that librdkafka fetches.
fn with_tokens() -> [(String, String); 5] {
    [
        pair("sasl.mechanism", "OAUTHBEARER"),
        pair("sasl.oauthbearer.method", "oidc"),
        pair("sasl.oauthbearer.token.endpoint.url", "https://id.example.com/token"),
        pair("sasl.oauthbearer.client.id", "me"),
        pair("sasl.oauthbearer.client.secret", "s"),
    ]
}

#[test]
fn tokens_come_from_the_endpoint_that_java_asks() {
    let text = "sasl.mechanism=OAUTHBEARER\n\
                sasl.login.callback.handler.class=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler\n\
                sasl.oauthbearer.token.endpoint.url=https://id.example.com/token\n\
                sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"me\" clientSecret=\"s\" ;\n";
    assert_eq!(settings(text), with_tokens());
}

#[test]
fn a_client_certificate_is_one_pem_file_or_a_pkcs12_store() {
    let pem = "ssl.keystore.type=PEM\nssl.keystore.location=me.pem\nssl.keystore.password=x\n";
    assert_eq!(settings(pem), [pair("ssl.certificate.location", "me.pem"), pair("ssl.key.location", "me.pem")]);
    let p12 = "ssl.keystore.type=PKCS12\nssl.keystore.location=me.p12\nssl.keystore.password=x\n";
    assert_eq!(settings(p12), [pair("ssl.keystore.location", "me.p12"), pair("ssl.keystore.password", "x")]);
}

#[test]
fn switching_off_the_check_of_names_is_javas_empty_text() {
    let text = "ssl.endpoint.identification.algorithm=\n";
    assert_eq!(settings(text), [pair("ssl.endpoint.identification.algorithm", "none")]);
}

#[test]
fn what_does_not_concern_the_connection_is_not_used() {
    let connection = command_config("c", "group.id=g\nrequest.timeout.ms=5000\n").expect("nothing is wrong");
    assert!(connection.settings.is_empty());
    assert_eq!(connection.unused, ["group.id", "request.timeout.ms"]);
}

#[test]
fn what_librdkafka_cannot_be_told_is_refused_at_its_line() {
    let absent = "security.protocol=SSL\nssl.truststore.location=/no/such/trust.jks\n";
    let error = command_config("client.properties", absent).expect_err("no such store").to_string();
    assert!(error.starts_with("client.properties:2:1: reading ssl.truststore.location /no/such/trust.jks"), "{error}");
    for (text, part) in [
        ("sasl.jaas.config=${file:/etc/kafka/secrets:jaas}\n", "config provider"),
        (
            "sasl.oauthbearer.jwt.retriever.class=org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever\n",
            "SCRAM",
        ),
        ("sasl.mechanism=AWS_MSK_IAM\n", "Amazon"),
        ("sasl.mechanism=GSSAPI\n", "Kerberos"),
        ("sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required;\n", "Krb5LoginModule"),
        ("sasl.login.callback.handler.class=com.example.Tokens\n", "com.example.Tokens"),
    ] {
        let error = command_config("c", text).expect_err(text).to_string();
        assert!(error.starts_with("c:1:1: ") && error.contains(part), "{error}");
    }
}

/// A file of these bytes, and a line that names it.
fn stored(bytes: &[u8], key: &str) -> (tempfile::NamedTempFile, String) {
    let file = tempfile::NamedTempFile::new().expect("there is room");
    std::fs::write(file.path(), bytes).expect("it can be written");
    let line = format!("{key}={}\n", file.path().display());
    (file, line)
}

#[test]
fn a_store_is_what_it_is_whatever_its_type_is_said_to_be() {
    let (file, line) = stored(b"-----BEGIN CERTIFICATE-----\n", "ssl.truststore.location");
    assert_eq!(settings(&line), [pair("ssl.ca.location", &file.path().to_string_lossy())]);
    let (_file, line) = stored(b"0\x82 neither", "ssl.truststore.location");
    let error = command_config("c", &line).expect_err("no store").to_string();
    assert!(error.starts_with("c:1:1: ") && error.contains("PKCS12, JKS and PEM"), "{error}");
    let (_file, line) = stored(&[0xfe, 0xed, 0xfe, 0xed, 0, 0, 0, 2], "ssl.keystore.location");
    let error = command_config("c", &line).expect_err("JKS").to_string();
    assert!(error.contains("keytool -importkeystore"), "{error}");
}

#[test]
fn tokens_of_kafka_4_1_are_fetched_as_those_before() {
    let text = "sasl.mechanism=OAUTHBEARER\n\
                sasl.oauthbearer.jwt.retriever.class=org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever\n\
                sasl.oauthbearer.token.endpoint.url=https://id.example.com/token\n\
                sasl.oauthbearer.client.credentials.client.id=me\n\
                sasl.oauthbearer.client.credentials.client.secret=s\n\
                sasl.oauthbearer.expected.audience=kafka\n\
                sasl.login.retry.backoff.ms=100\n\
                sasl.kerberos.service.name=kafka\n";
    assert_eq!(settings(text), with_tokens());
}

#[test]
fn a_login_without_its_class_shows_no_password() {
    for jaas in ["password=\"hunter2\" username=\"bob\";", "password = \"hunter2\";", "\"hunter2\" username=bob;"] {
        let error = command_config("c", &format!("sasl.jaas.config={jaas}\n")).expect_err(jaas).to_string();
        assert!(error.starts_with("c:1:1: ") && !error.contains("hunter2"), "{error}");
    }
}

#[test]
fn a_token_that_nobody_signs_is_made_as_java_makes_it() {
    let text = |options: &str, more: &str| {
        format!(
            "sasl.mechanism=OAUTHBEARER\n\
             sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required {options};\n{more}"
        )
    };
    let token = |options: &str| settings(&text(options, "")).last().expect("settings").1.clone();
    let named = "unsecuredLoginStringClaim_sub=\"alice\"";
    assert_eq!(
        settings(&text(named, "")),
        [
            pair("sasl.mechanism", "OAUTHBEARER"),
            pair("enable.sasl.oauthbearer.unsecure.jwt", "true"),
            pair("sasl.oauthbearer.config", "principalClaimName=sub scopeClaimName=scope principal=alice"),
        ]
    );
    assert_eq!(
        token(
            "unsecuredLoginPrincipalClaimName=\"azp\" unsecuredLoginStringClaim_azp=\"bob\" \
             unsecuredLoginListClaim_scope=\"|read|write\" unsecuredLoginLifetimeSeconds=\"60\" \
             unsecuredLoginExtension_trace=\"7\""
        ),
        "principalClaimName=azp scopeClaimName=scope principal=bob scope=read,write lifeSeconds=60 extension_trace=7"
    );
    for (options, part) in [
        ("unsecuredLoginStringClaim_sub=\"a b\"", "without spaces"),
        ("unsecuredLoginStringClaim_sub=\"a\" unsecuredLoginNumberClaim_n=\"1\"", "`unsecuredLoginNumberClaim_n`"),
        ("unsecuredLoginLifetimeSeconds=\"60\"", "unsecuredLoginStringClaim_sub"),
    ] {
        let error = command_config("c", &text(options, "")).expect_err(options).to_string();
        assert!(error.starts_with("c:2:1: ") && error.contains(part), "{error}");
    }
    // Java fetches tokens where it is told to, whatever else the login says.
    let class = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler";
    let fetched = settings(&text(named, &format!("sasl.login.callback.handler.class={class}\n")));
    assert_eq!(fetched, [pair("sasl.mechanism", "OAUTHBEARER"), pair("sasl.oauthbearer.method", "oidc")]);
}
