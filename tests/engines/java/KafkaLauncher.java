package newswire.engine;

import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.kafka.common.Uuid;

/** Formats the log folder if it is new, then becomes the broker, in one JVM. Arguments: SERVER_PROPERTIES LOG_DIR */
public final class KafkaLauncher {

    public static void main(String[] args) {
        if (Files.notExists(Path.of(args[1], "meta.properties"))) {
            String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", args[0]};
            int status = kafka.tools.StorageTool.execute(format, System.out);
            if (status != 0) System.exit(status);
        }
        kafka.Kafka.main(new String[] {args[0]});
    }
}
