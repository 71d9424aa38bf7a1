package io.weir.schemas.registry.internal;

import io.weir.schemas.registry.RegistryConfig;
import io.weir.schemas.registry.RegistryConfig.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** TLS contexts from key and trust stores. */
final class TlsContexts {
    private TlsContexts() {}

    /** Empty where neither store is set: the Java runtime's own context will do. */
    static Optional<SSLContext> of(RegistryConfig config) {
        if (config.trustStore().isEmpty() && config.keyStore().isEmpty()) {
            return Optional.empty();
        }
        TrustManager[] trust =
                config.trustStore().map(TlsContexts::trustManagers).orElse(null);
        KeyManager[] keys = config.keyStore().map(TlsContexts::keyManagers).orElse(null);
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust, null);
            return Optional.of(context);
        } catch (GeneralSecurityException e) {
            throw new ConfigException("The TLS settings of the schema registry cannot be used: " + e.getMessage());
        }
    }

    private static TrustManager[] trustManagers(Store store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store.type().equals("PEM") ? certificates(store) : load(store));
            return factory.getTrustManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(RegistryConfig.TRUST_STORE, store, e);
        }
    }

    private static KeyManager[] keyManagers(Store store) {
        try {
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(load(store), characters(store.keyPassword().or(store::password)));
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(RegistryConfig.KEY_STORE, store, e);
        }
    }

    private static KeyStore load(Store store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(store.type());
        try (InputStream in = Files.newInputStream(store.location())) {
            keys.load(in, characters(store.password()));
        }
        return keys;
    }

    private static KeyStore certificates(Store store) throws GeneralSecurityException, IOException {
        KeyStore keys = KeyStore.getInstance(KeyStore.getDefaultType());
        keys.load(null, null);
        try (InputStream in = Files.newInputStream(store.location())) {
            int i = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                keys.setCertificateEntry("trusted-" + i++, certificate);
            }
        }
        return keys;
    }

    private static char[] characters(Optional<Password> password) {
        return password.map(value -> value.value().toCharArray()).orElse(null);
    }

    private static ConfigException unusable(String prefix, Store store, Exception cause) {
        ConfigException exception = new ConfigException(
                prefix + "location", store.location(), "cannot be used as " + store.type() + ": " + cause.getMessage());
        exception.initCause(cause);
        return exception;
    }
}
