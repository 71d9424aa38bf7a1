package io.weir.schemas.registry.internal;

import io.weir.schemas.registry.RegistryConfig;
import io.weir.schemas.registry.RegistryConfig.Endpoint;
import io.weir.schemas.registry.RegistryConfig.Store;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** Reads the registry's part of Kafka-style properties. Values may be strings or of Kafka's parsed types. */
public record Settings(Map<String, ?> properties) {

    public boolean flag(String key, boolean otherwise) {
        return switch (text(key).orElse(String.valueOf(otherwise)).toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new ConfigException(key, properties.get(key), "must be true or false");
        };
    }

    public int number(String key, int otherwise) {
        String value = text(key).orElse(String.valueOf(otherwise));
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new ConfigException(key, value, "must be a whole number");
        }
    }

    public List<Endpoint> endpoints() {
        String urls = text(RegistryConfig.URL)
                .orElseThrow(() -> new ConfigException("Missing required configuration \"" + RegistryConfig.URL
                        + "\": where the schema registry answers, for example http://localhost:8081"));
        Optional<Password> userInfo =
                password(RegistryConfig.USER_INFO).or(() -> password(RegistryConfig.PREFIX + RegistryConfig.USER_INFO));
        String source = text(RegistryConfig.CREDENTIALS_SOURCE).orElse(userInfo.isPresent() ? "USER_INFO" : "URL");
        List<Endpoint> endpoints = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            if (!url.isBlank()) {
                endpoints.add(endpoint(url.strip(), source, userInfo));
            }
        }
        return endpoints;
    }

    public Optional<Store> store(String prefix) {
        String key = prefix + "location";
        return text(key).map(location -> {
            Path path = Path.of(location);
            if (!Files.isReadable(path)) {
                throw new ConfigException(key, location, "must be a file that this process may read");
            }
            String type = text(prefix + "type").orElse("JKS").toUpperCase(Locale.ROOT);
            if (!List.of("JKS", "PKCS12", "PEM").contains(type)) {
                throw new ConfigException(prefix + "type", type, "must be JKS, PKCS12 or PEM");
            }
            return new Store(path, type, password(prefix + "password"), password(RegistryConfig.KEY_PASSWORD));
        });
    }

    private static Endpoint endpoint(String url, String source, Optional<Password> userInfo) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // The value, and so the cause, may hold a password.
            throw new ConfigException("Invalid value for configuration " + RegistryConfig.URL + ": not a URL ("
                    + e.getReason() + " at index " + e.getIndex() + ")");
        }
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new ConfigException("Invalid value for configuration " + RegistryConfig.URL
                    + ": must be URLs that start with http:// or https:// and name a host");
        }
        Optional<Password> credentials =
                switch (source) {
                    case "USER_INFO" -> userInfo;
                    case "URL" -> Optional.ofNullable(uri.getUserInfo()).map(Password::new);
                    default ->
                        throw new ConfigException(
                                RegistryConfig.CREDENTIALS_SOURCE, source, "must be USER_INFO or URL");
                };
        if (source.equals("USER_INFO") && credentials.isEmpty()) {
            throw new ConfigException("Missing required configuration \"" + RegistryConfig.USER_INFO
                    + "\": name:password, because " + RegistryConfig.CREDENTIALS_SOURCE + " is USER_INFO");
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replaceAll("/+$", "");
        try {
            return new Endpoint(
                    new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), path, null, null), credentials);
        } catch (URISyntaxException e) {
            throw new ConfigException("Invalid value for configuration " + RegistryConfig.URL + ": " + e.getReason());
        }
    }

    private Optional<Password> password(String key) {
        return text(key).map(Password::new);
    }

    private Optional<String> text(String key) {
        Object value = properties.get(key);
        String text;
        if (value == null) {
            return Optional.empty();
        } else if (value instanceof Password password) {
            text = password.value();
        } else if (value instanceof List<?> list) {
            text = list.stream().map(String::valueOf).collect(Collectors.joining(","));
        } else {
            text = value.toString();
        }
        return Optional.of(text.strip()).filter(stripped -> !stripped.isEmpty());
    }
}
