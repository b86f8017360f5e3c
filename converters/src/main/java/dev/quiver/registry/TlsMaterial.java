/* SPDX-License-Identifier: Apache-2.0 */
package dev.quiver.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Keys and certificates from files of the JVM's formats, or from PEM. What is not given is what the JVM has. */
final class TlsMaterial {
    private static final String PEM = "PEM";
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "Ed25519");

    private KeyManager @Nullable [] keys;
    private TrustManager @Nullable [] trusted;

    /** Shows the certificate in the file {@code location}. */
    void show(String location, String type, String password, String keyPassword)
            throws IOException, GeneralSecurityException {
        if (type.equalsIgnoreCase(PEM)) {
            String text = Files.readString(Path.of(location));
            showPem(text, text);
        } else {
            keys = managers(store(location, type, password), keyPassword);
        }
    }

    /** Shows the certificates {@code chain} of the key {@code key}. */
    void showPem(String key, String chain) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        Certificate[] certificates = certificates(chain).toArray(Certificate[]::new);
        if (certificates.length == 0) {
            throw new IllegalArgumentException("there is no certificate for the key");
        }
        store.setKeyEntry("key", key(key), new char[0], certificates);
        keys = managers(store, "");
    }

    /** Trusts the certificates in the file {@code location}. */
    void trust(String location, String type, String password) throws IOException, GeneralSecurityException {
        if (type.equalsIgnoreCase(PEM)) {
            trustPem(Files.readString(Path.of(location)));
        } else {
            trusted = managers(store(location, type, password));
        }
    }

    /** Trusts {@code text}. */
    void trustPem(String text) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        int count = 0;
        for (Certificate certificate : certificates(text)) {
            store.setCertificateEntry("trusted-" + count++, certificate);
        }
        if (count == 0) {
            throw new IllegalArgumentException("there is no certificate to trust");
        }
        trusted = managers(store);
    }

    /** All of it together. */
    SSLContext context(String protocol) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance(protocol);
        context.init(keys, trusted, null);
        return context;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static KeyStore store(String location, String type, String password)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        try (InputStream file = Files.newInputStream(Path.of(location))) {
            store.load(file, password.isEmpty() ? null : password.toCharArray());
        }
        return store;
    }

    private static KeyManager[] managers(KeyStore store, String password) throws GeneralSecurityException {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, password.toCharArray());
        return factory.getKeyManagers();
    }

    private static TrustManager[] managers(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private static Collection<? extends Certificate> certificates(String text) throws GeneralSecurityException {
        String pem = KEY.matcher(text).replaceAll("");
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(pem.trim().getBytes(StandardCharsets.US_ASCII)));
    }

    private static PrivateKey key(String text) throws GeneralSecurityException {
        Matcher matcher = KEY.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("there is no PRIVATE KEY as PEM, encrypted ones are not read");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        for (String algorithm : ALGORITHMS) {
            PrivateKey key = key(encoded, algorithm);
            if (key != null) {
                return key;
            }
        }
        throw new IllegalArgumentException("the key is of none of " + String.join(", ", ALGORITHMS));
    }

    private static @Nullable PrivateKey key(PKCS8EncodedKeySpec encoded, String algorithm)
            throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
        } catch (InvalidKeySpecException e) {
            return null;
        }
    }
}
