package sockproof.proxy.fault;

import java.util.function.BiConsumer;
import sockproof.proxy.core.Context;
import sockproof.proxy.core.Datagram;
import sockproof.proxy.core.DatagramAction;
import sockproof.proxy.core.DatagramEvent;
import sockproof.proxy.core.DatagramFault;

/** A datagram fault that only looks at one datagram at a time and needs no timer. */
record PassingDatagrams(BiConsumer<Datagram, Context<DatagramAction>> each)
    implements DatagramFault {
  @Override
  public void on(DatagramEvent event, Context<DatagramAction> context) {
    if (event instanceof DatagramEvent.Arrived(Datagram datagram)) {
      each.accept(datagram, context);
    }
  }
}
