package io.weir.privacy.attestation.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON file of Intel's provisioning service: a response ({@code tcbInfo} or {@code enclaveIdentity} with its signature), or the bundle of texts that DCAP
 * libraries keep ({@code tcb_info}, {@code tcb_info_signature}, chains and revocation lists).
 *
 * @param chains certificates in PEM
 * @param crls revocation lists in hexadecimal digits
 */
record CollateralFile(List<SignedJson> documents, List<String> chains, List<String> crls) {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> RESPONSES = Set.of("tcbInfo", "enclaveIdentity");
    private static final List<String> DOCUMENTS = List.of("tcb_info", "qe_identity");
    private static final int SIGNATURE_BYTES = 64;

    static CollateralFile read(String name, byte[] content) throws Refusal {
        try {
            JsonNode tree = MAPPER.readTree(content);
            return tree.has("signature") ? response(name, content, tree) : bundle(name, tree);
        } catch (IOException e) {
            String what = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
            throw EndorsementPool.malformed(name, "something that is no JSON (" + what + ")");
        }
    }

    private static CollateralFile response(String name, byte[] content, JsonNode tree) throws IOException, Refusal {
        Map<String, byte[]> members = members(content);
        for (String response : RESPONSES) {
            if (members.containsKey(response)) {
                SignedJson signed = signed(
                        name, members.get(response), tree.path("signature").asText());
                return new CollateralFile(List.of(signed), List.of(), List.of());
            }
        }
        throw EndorsementPool.malformed(name, "a signature, but neither tcbInfo nor enclaveIdentity");
    }

    private static CollateralFile bundle(String name, JsonNode tree) throws IOException, Refusal {
        List<SignedJson> documents = new ArrayList<>();
        List<String> chains = new ArrayList<>();
        List<String> crls = new ArrayList<>();
        for (String document : DOCUMENTS) {
            if (tree.hasNonNull(document)) {
                String signature = tree.path(document + "_signature").asText();
                documents.add(signed(name, tree.path(document).asText().getBytes(UTF_8), signature));
            }
        }
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            if (member.getKey().endsWith("_chain")) {
                chains.add(member.getValue().asText());
            } else if (member.getKey().endsWith("_crl")) {
                crls.add(member.getValue().asText());
            }
        }
        if (documents.isEmpty() && chains.isEmpty() && crls.isEmpty()) {
            throw EndorsementPool.malformed(name, "JSON that is no collateral of Intel's");
        }
        return new CollateralFile(documents, chains, crls);
    }

    private static SignedJson signed(String name, byte[] body, String signature) throws IOException, Refusal {
        try {
            byte[] decoded = HexFormat.of().parseHex(signature);
            if (decoded.length == SIGNATURE_BYTES) {
                return new SignedJson(name, body, MAPPER.readTree(body), decoded);
            }
        } catch (IllegalArgumentException e) {
            throw EndorsementPool.malformed(name, "a signature that is not hexadecimal");
        }
        throw EndorsementPool.malformed(name, "a signature that does not have " + SIGNATURE_BYTES + " bytes");
    }

    /** The exact bytes of each member of the outermost object that is an object itself. */
    private static Map<String, byte[]> members(byte[] content) throws IOException {
        Map<String, byte[]> members = new HashMap<>();
        try (JsonParser parser = MAPPER.createParser(content)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    int from = (int) parser.currentTokenLocation().getByteOffset();
                    parser.skipChildren();
                    int to = (int) parser.currentTokenLocation().getByteOffset() + 1;
                    if (from < 0) {
                        throw new IOException("not in UTF-8");
                    }
                    members.put(field, Arrays.copyOfRange(content, from, to));
                } else {
                    parser.skipChildren();
                }
            }
        }
        return members;
    }
}
