package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourceUrlTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "//db:5432/shop?sslmode=banana | sslmode=banana | verify-full",
                "//db:5432/shop?sslmode=verify_full | sslmode=verify_full | verify-full",
                "//db:abc/shop | the port 'abc' | from 1 to 65535",
                "//db:/shop | the port '' | 5432",
                "//db:0/shop | the port '0' | 5432",
                "//db:65536/shop | the port '65536' | 5432",
                "//db:-1/shop | the port '-1' | 5432",
                "//one:5432,two:54x2/shop | the port '54x2' | 5432",
                "//db/shop?PGPORT=x | the port 'x' | 5432",
                "//db/shop?sslmod=require | the parameter 'sslmod' | Did you mean 'sslmode'",
                "//db/shop?applicationName=x | the parameter 'applicationName' | Did you mean 'ApplicationName'",
                "//db/shop?ssl_mode=require | the parameter 'ssl_mode' | Did you mean 'sslmode'",
                "//db/shop?work_mem=64MB | the parameter 'work_mem' | options=-c%20NAME=VALUE",
                "//db/shop?socketTimeout=30s | socketTimeout=30s | a whole number",
                "//db/shop?connectTimeout= | connectTimeout= | a whole number",
                "//db/shop?tcpKeepAlive=yes | tcpKeepAlive=yes | true or false",
                "//db/shop?targetServerType=replica | targetServerType=replica | preferSecondary",
                "//db/shop?channelBinding=on | channelBinding=on | require",
                "//db/shop?gssEncMode=no | gssEncMode=no | disable",
                "//db/shop?options=%zz | two hexadecimal digits | %25",
                "/db/shop | two slashes | jdbc:postgresql://HOST",
                "// | neither host nor database | jdbc:postgresql://HOST",
                "//$(DB_HOST):5432/shop | '$(DB_HOST)' in the host | jdbc:postgresql://HOST",
                "//db/shop?sslrootcert=/nowhere/ca.crt | sslrootcert=/nowhere/ca.crt | Name a readable file",
                "//db/shop?sslcert=/nowhere/c.crt | sslcert=/nowhere/c.crt | Name a readable file",
                "//db/shop?sslkey=/nowhere/c.p12 | sslkey=/nowhere/c.p12 | Name a readable file",
                "//db/shop?sslcert=/dev/null | sslcert and no sslkey | Name the key of the certificate",
                "//db/shop?sslkey=/dev/null | sslkey and no sslcert | Name the certificate of the key",
                "//db :5432/shop | a blank in the host | jdbc:postgresql://HOST",
            })
    void what_the_driver_ignores_or_reports_only_when_it_connects_is_found_before(
            String url, String value, String hint) {
        assertThat(SourceUrl.check("jdbc:postgresql:" + url)).hasValueSatisfying(misfit -> {
            assertThat(misfit.rule()).contains(value);
            assertThat(misfit.rule() + misfit.hint()).contains(hint);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//reader:geheim@db:5432/shop",
                "//reader:geheim/42@db/shop",
                "//db:abc/shop?password=geheim",
                "//db/shop?password=geheim&sslmod=x",
                "//db/shop?sslpassword=geheim&sslmode=x",
                "//db/shop?password=ab&geheim",
            })
    void no_message_repeats_a_password(String url) {
        assertThat(SourceUrl.check("jdbc:postgresql:" + url))
                .hasValueSatisfying(
                        misfit -> assertThat(misfit.rule() + misfit.hint()).doesNotContain("geheim"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql:shop",
                "jdbc:postgresql://db/shop",
                "jdbc:postgresql:///shop",
                "jdbc:postgresql://[::1]:5432/shop",
                "jdbc:postgresql://one:5432,two,three:5433/shop?targetServerType=preferSecondary&loadBalanceHosts=true",
                "jdbc:postgresql://db/shop?user=a&password=b%26c&ssl&sslmode=VERIFY-FULL&sslrootcert=/dev/null",
                "jdbc:postgresql://db/shop?sslmode=disable&sslrootcert=/nowhere/ca.crt",
                "jdbc:postgresql://db/shop?sslcert=/dev/null&sslkey=/dev/null",
                "jdbc:postgresql://db/sh%40p?options=-c%20work_mem=64MB&requireAuth=scram-sha-256,!password&receiveBufferSize=-1",
                "jdbc:postgresql:///shop?socketFactory=com.google.cloud.sql.postgres.SocketFactory&cloudSqlInstance=a:b:c",
            })
    void what_is_legal_is_left_alone(String url) {
        assertThat(SourceUrl.check(url)).isEmpty();
    }
}
