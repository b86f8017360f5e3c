/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.avro.AvroSchemas;
import dev.quiver.connect.Setting;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SchemaRegistryTest {
    private static final String SUBJECT = "orders/of all-value";
    private static final Schema ONE =
            AvroSchemas.parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
    private static final Schema OTHER =
            AvroSchemas.parse("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"b\",\"type\":\"string\"}]}");

    private final List<Duration> pauses = new ArrayList<>();
    private RegistryStub stub;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void start() throws IOException {
        stub = RegistryStub.start();
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private SchemaRegistry registry(String... settings) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", stub.url()));
        for (int index = 0; index < settings.length; index += 2) {
            properties.put(settings[index], settings[index + 1]);
        }
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
        return new SchemaRegistry(config(properties), clock, pauses::add);
    }

    static RegistryConfig config(Map<String, String> properties) {
        return RegistryConfig.of(Setting.define(RegistryConfig.settings()).parse(properties), properties);
    }

    @Test
    void aSchemaIsRegisteredOnceAndFoundByEveryName() {
        SchemaRegistry registry = registry();
        SchemaId id = registry.register(SUBJECT, ONE);

        assertThat(registry.register(SUBJECT, ONE)).isEqualTo(id);
        assertThat(registry.lookUp(SUBJECT, ONE)).isEqualTo(id);
        assertThat(stub.requests()).containsExactly("POST /subjects/orders%2Fof%20all-value/versions");
        assertThat(registry.byId(1).schema()).isEqualTo(ONE);
        assertThat(registry.byGuid(Objects.requireNonNull(id.guid())).schema()).isEqualTo(ONE);
        assertThat(registry.latest(SUBJECT).schema()).isEqualTo(ONE);
        assertThat(registry.version(SUBJECT, 1).version()).isEqualTo(1);
        assertThat(registry.versionOf(SUBJECT, registry.byId(1))).isEqualTo(1);
        assertThat(registry.versionOf("another", registry.byId(1))).isNull();
        int asked = stub.requests().size();
        registry.byId(1);
        registry.byGuid(Objects.requireNonNull(id.guid()));
        registry.latest(SUBJECT);
        assertThat(stub.requests()).as("remembered").hasSize(asked);
    }

    @Test
    void whatIsNotThereIsTheRecordsFault() {
        SchemaRegistry registry = registry();

        assertThatThrownBy(() -> registry.byId(7))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no schema with id 7")
                .hasMessageContaining("Schema 7 not found");
        assertThatThrownBy(() -> registry.byGuid(new UUID(1, 2))).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> registry.latest("nothing")).isInstanceOf(DataException.class);
        assertThatThrownBy(() -> registry.lookUp(SUBJECT, ONE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("auto.register.schemas");
        assertThat(pauses).isEmpty();
    }

    @Test
    void anIncompatibleSchemaIsRefusedWithTheReason() {
        SchemaRegistry registry = registry();
        registry.register(SUBJECT, ONE);

        assertThat(registry.incompatibilities(SUBJECT, ONE)).isEmpty();
        assertThatThrownBy(() -> registry.register(SUBJECT, OTHER))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("not compatible")
                .hasMessageContaining("READER_FIELD_MISSING_DEFAULT_VALUE");
    }

    @Test
    void schemasOfOtherKindsAreRefused() {
        int id = stub.schemas().put("json", "JSON", "{}");
        int broken = stub.schemas().put("broken", "AVRO", "{\"type\":\"nothing\"}");

        assertThatThrownBy(() -> registry().byId(id))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("JSON");
        assertThatThrownBy(() -> registry().byId(broken))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no Avro schema");
    }

    @Test
    void aSchemaMayUseOthersThatUseOthers() {
        String street = "{\"type\":\"record\",\"name\":\"Street\",\"fields\":[{\"name\":\"s\",\"type\":\"string\"}]}";
        String address =
                "{\"type\":\"record\",\"name\":\"Address\",\"fields\":[{\"name\":\"street\",\"type\":\"Street\"}]}";
        String order = "{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"a\",\"type\":\"Address\"},"
                + "{\"name\":\"b\",\"type\":[\"null\",\"Street\"]}]}";
        stub.schemas().put("street", "AVRO", street);
        RegisteredSchema.Reference toStreet = new RegisteredSchema.Reference("Street", "street", 1);
        stub.schemas().put("address", "AVRO", address, toStreet);
        int id = stub.schemas()
                .put("order", "AVRO", order, new RegisteredSchema.Reference("Address", "address", 1), toStreet);

        RegisteredSchema found = registry().byId(id);
        assertThat(found.schema()
                        .getField("a")
                        .schema()
                        .getField("street")
                        .schema()
                        .getFullName())
                .isEqualTo("Street");
        assertThat(found.references()).hasSize(2);
        assertThat(registry().versionOf("order", found)).isEqualTo(1);
    }

    @Test
    void referencesInACircleAreRefused() {
        stub.schemas().put("a", "AVRO", "{}", new RegisteredSchema.Reference("B", "b", 1));
        int id = stub.schemas().put("b", "AVRO", "[]", new RegisteredSchema.Reference("A", "a", 1));
        assertThatThrownBy(() -> registry().byId(id))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("circle");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 408, 429})
    void whatMayWorkLaterIsAskedAgain(int status) {
        stub.fail(status, 2);
        registry().register(SUBJECT, ONE);

        assertThat(stub.requests()).hasSize(3);
        assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAReasonToTryTheRecordLater() {
        stub.fail(503, 10);
        assertThatThrownBy(() -> registry("max.retries", "5", "retries.wait.ms", "10", "retries.max.wait.ms", "50")
                        .byId(1))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("/schemas/ids/1")
                .hasMessageContaining("503");
        assertThat(pauses).extracting(Duration::toMillis).containsExactly(10L, 20L, 40L, 50L, 50L);
    }

    @Test
    void aSilentServerIsGivenUp() {
        stub.silence();
        assertThatThrownBy(() -> registry("max.retries", "0", "http.read.timeout.ms", "100")
                        .byId(1))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("100 ms");
    }

    @Test
    void theNextServerIsAskedWhenOneFails() throws IOException {
        try (RegistryStub second = RegistryStub.beside(stub)) {
            SchemaRegistry registry = registry("schema.registry.url", stub.url() + "/ , " + second.url());
            stub.close();
            registry.register(SUBJECT, ONE);
            registry.byId(1);
            assertThat(second.requests()).hasSize(2);
            assertThat(pauses).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"401, basic.auth.user.info", "403, bearer.auth.token"})
    void whoIsNotLetInIsTold(int status, String key) {
        stub.fail(status, 1);
        assertThatThrownBy(() -> registry().byId(1))
                .isInstanceOf(ConnectException.class)
                .isNotInstanceOf(DataException.class)
                .isNotInstanceOf(RetriableException.class)
                .hasMessageContaining(key);
    }

    @Test
    void theLatestVersionIsAskedForAgainAfterAWhile() {
        SchemaRegistry registry = registry("latest.cache.ttl.sec", "60");
        registry.register(SUBJECT, ONE);
        assertThat(registry.latest(SUBJECT).version()).isEqualTo(1);
        stub.schemas().put(SUBJECT, "AVRO", "\"string\"");
        assertThat(registry.latest(SUBJECT).version()).isEqualTo(1);
        now = now.plusSeconds(61);
        assertThat(registry.latest(SUBJECT).version()).isEqualTo(2);
    }

    @Test
    void basicAuthenticationComesFromWhereItIsSaidToBe() {
        stub.require("Basic YWRhOnNlY3JldA==");
        String address = stub.url().replace("http://", "http://ada:secret@");
        registry("schema.registry.url", address).register(SUBJECT, ONE);
        registry("basic.auth.credentials.source", "USER_INFO", "basic.auth.user.info", "ada:secret")
                .register(SUBJECT, ONE);
        registry("basic.auth.credentials.source", "USER_INFO", "schema.registry.basic.auth.user.info", "ada:secret")
                .register(SUBJECT, ONE);
        registry(
                        "basic.auth.credentials.source",
                        "SASL_INHERIT",
                        "sasl.jaas.config",
                        "PlainLoginModule required username=\"ada\" password=\"secret\";")
                .register(SUBJECT, ONE);
        assertThatThrownBy(() -> registry().register(SUBJECT, ONE)).isInstanceOf(ConnectException.class);
        assertThat(config(Map.of("schema.registry.url", address)).toString()).doesNotContain("secret");
    }

    @Test
    void bearerTokensAreSent() {
        stub.require("Bearer abc");
        registry("bearer.auth.token", "abc").register(SUBJECT, ONE);
        registry("bearer.auth.credentials.source", "STATIC_TOKEN", "bearer.auth.token", "abc")
                .register(SUBJECT, ONE);
    }

    /** Files that secrets come from often end in a new line. */
    @Test
    void spaceAroundATokenIsNotPartOfIt() {
        stub.require("Bearer abc");
        registry("bearer.auth.token", " abc\n").register(SUBJECT, ONE);
    }

    @ParameterizedTest
    @CsvSource({
        "bearer.auth.token, sec\u0001ret",
        "request.header.X-Key, sec\u0001ret",
        "request.header.Content-Length, secret"
    })
    void headersThatCannotBeSentAreRefusedWithoutShowingThem(String key, String value) {
        assertThatThrownBy(() -> registry(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("sec\u0001ret")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    /** Who is elsewhere would be told the password. */
    @Test
    void nobodyIsFollowedElsewhere() throws IOException {
        try (RegistryStub elsewhere = RegistryStub.start()) {
            stub.sendTo(elsewhere.url() + "/?code=secret");
            assertThatThrownBy(() -> registry("bearer.auth.token", "abc").byId(1))
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining(elsewhere.url())
                    .hasMessageContaining("schema.registry.url")
                    .hasMessageNotContaining("secret");
            assertThat(elsewhere.requests()).isEmpty();
        }
    }

    @Test
    void anIdentityProviderIsAskedAgainToo() {
        stub.give("first");
        stub.fail(503, 1);
        registry(
                        "bearer.auth.credentials.source", "OAUTHBEARER",
                        "bearer.auth.issuer.endpoint.url", stub.url() + "/token",
                        "bearer.auth.client.id", "me",
                        "bearer.auth.client.secret", "secret")
                .register(SUBJECT, ONE);
        assertThat(stub.requests())
                .containsExactly("POST /token", "POST /token", "POST /subjects/orders%2Fof%20all-value/versions");
        assertThat(pauses).hasSize(1);
    }

    @Test
    void tokensOfAnIdentityProviderAreUsedForAWhile() {
        stub.give("first");
        SchemaRegistry registry = registry(
                "bearer.auth.credentials.source", "OAUTHBEARER",
                "bearer.auth.issuer.endpoint.url", stub.url() + "/token",
                "bearer.auth.client.id", "me",
                "bearer.auth.client.secret", "secret",
                "bearer.auth.scope", "schemas",
                "bearer.auth.logical.cluster", "lsrc-1");
        registry.register(SUBJECT, ONE);
        registry.byId(1);
        now = now.plusSeconds(701);
        stub.give("second");
        registry.latest(SUBJECT);

        assertThat(stub.requests())
                .containsExactly(
                        "POST /token",
                        "POST /subjects/orders%2Fof%20all-value/versions",
                        "GET /schemas/ids/1",
                        "POST /token",
                        "GET /subjects/orders%2Fof%20all-value/versions/latest");
    }

    @Test
    void anIdentityProviderThatNoRequestCanBeSentToIsRefused() {
        assertThatThrownBy(() -> registry(
                        "bearer.auth.credentials.source", "OAUTHBEARER",
                        "bearer.auth.issuer.endpoint.url", "file:///token",
                        "bearer.auth.client.id", "me"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bearer.auth.issuer.endpoint.url");
    }

    @Test
    void schemasAreBroughtIntoANormalFormOnRequest() {
        registry("normalize.schemas", "true").register(SUBJECT, ONE);
        assertThat(stub.requests()).containsExactly("POST /subjects/orders%2Fof%20all-value/versions?normalize=true");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    schema.registry.url            | ftp://host    | must begin with http
                    schema.registry.url            | mock://scope  | must begin with http
                    schema.registry.url            | ,             | names no server
                    basic.auth.credentials.source  | USER_INFO     | needs basic.auth.user.info
                    basic.auth.credentials.source  | SASL_INHERIT  | needs username and password
                    basic.auth.credentials.source  | elsewhere     | is none of URL, USER_INFO, SASL_INHERIT
                    bearer.auth.credentials.source | STATIC_TOKEN  | needs bearer.auth.token
                    bearer.auth.credentials.source | OAUTHBEARER   | needs bearer.auth.issuer.endpoint.url
                    bearer.auth.credentials.source | CUSTOM        | is none of STATIC_TOKEN, OAUTHBEARER
                    proxy.host                     | proxy         | must be given with proxy.host
                    schema.registry.ssl.truststore.location | /nowhere | cannot be read
                    schema.registry.ssl.keystore.location   | /nowhere | cannot be read
                    schema.registry.ssl.truststore.certificates | no PEM | cannot be read
                    """)
    void settingsThatCannotBeAreRefused(String key, String value, String reason) {
        assertThatThrownBy(() -> registry(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(reason);
    }
}
