/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.quiver.avro.AvroSchemas;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry that wants to see certificates: the same key in every form. */
final class RegistryTlsTest {
    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path directory;

    private static Path keys;
    private static RegistryStub stub;

    /** One pair of keys serves both sides. */
    @BeforeAll
    static void start() throws Exception {
        keys = directory.resolve("keys.p12");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "both",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost");
        TlsMaterial material = new TlsMaterial();
        material.show(keys.toString(), "PKCS12", PASSWORD, PASSWORD);
        material.trustPem(certificate());
        SSLContext tls = material.context("TLSv1.3");
        stub = RegistryStub.secure(tls);
    }

    @AfterAll
    static void stop() {
        stub.close();
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-keystore", keys.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }

    private static KeyStore store() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(keys)) {
            store.load(file, PASSWORD.toCharArray());
        }
        return store;
    }

    private static String pem(String kind, byte[] bytes) {
        return "-----BEGIN " + kind + "-----\n" + Base64.getMimeEncoder().encodeToString(bytes) + "\n-----END " + kind
                + "-----\n";
    }

    private static String certificate() throws IOException, GeneralSecurityException {
        Certificate certificate = store().getCertificate("both");
        return pem("CERTIFICATE", certificate.getEncoded());
    }

    private static String key() throws IOException, GeneralSecurityException {
        return pem("PRIVATE KEY", store().getKey("both", PASSWORD.toCharArray()).getEncoded());
    }

    private static void assertLetIn(Map<String, String> settings) {
        SchemaRegistry registry = registry(settings);
        assertThat(registry.register("s", AvroSchemas.parse("\"string\"")).id()).isEqualTo(1);
    }

    private static SchemaRegistry registry(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>(Map.of("schema.registry.url", stub.url(), "max.retries", "0"));
        settings.forEach((key, value) -> properties.put("schema.registry.ssl." + key, value));
        return new SchemaRegistry(SchemaRegistryTest.config(properties), Clock.systemUTC(), time -> {});
    }

    @Test
    void keyStoresAreShown() throws Exception {
        Path trusted = Files.writeString(directory.resolve("trusted.pem"), certificate());
        assertLetIn(Map.of(
                "keystore.location",
                keys.toString(),
                "keystore.type",
                "PKCS12",
                "keystore.password",
                PASSWORD,
                "truststore.location",
                trusted.toString(),
                "truststore.type",
                "PEM"));
    }

    @Test
    void filesOfPemAreShown() throws Exception {
        Path both = Files.writeString(directory.resolve("both.pem"), key() + certificate());
        assertLetIn(Map.of(
                "keystore.location",
                both.toString(),
                "keystore.type",
                "PEM",
                "truststore.location",
                keys.toString(),
                "truststore.type",
                "PKCS12",
                "truststore.password",
                PASSWORD,
                "truststore.certificates",
                certificate()));
    }

    @Test
    void pemInSettingsIsShown() throws Exception {
        assertLetIn(Map.of(
                "keystore.key", key(),
                "keystore.certificate.chain", certificate(),
                "truststore.certificates", certificate()));
    }

    @Test
    void whoShowsNothingIsNotLetIn() throws Exception {
        SchemaRegistry registry = registry(Map.of("truststore.certificates", certificate()));
        assertThatThrownBy(() -> registry.byId(1)).isInstanceOf(RetriableException.class);
    }

    @Test
    void whoIsNotTrustedIsNotAsked() {
        assertThatThrownBy(() -> registry(Map.of()).byId(1))
                .isInstanceOf(RetriableException.class)
                .hasMessageContaining("SSLHandshakeException");
    }
}
