package dev.caravan.component.lakerun;

import dev.caravan.component.CallerWaits;
import dev.caravan.component.RowWatch;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-run} endpoints. */
@Component("lake-run")
public class LakeRunComponent extends DefaultComponent {
    /** Binds what the routes of such runs need, unless there is another of that name: {@code rowWatch} and {@code callerWaits}. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        bind(RowWatch.BEAN, new RowWatch());
        bind(CallerWaits.BEAN, new CallerWaits());
    }

    private void bind(String name, Object bean) {
        if (getCamelContext().getRegistry().lookupByName(name) == null) {
            getCamelContext().getRegistry().bind(name, bean);
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LakeRunEndpoint endpoint = new LakeRunEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
