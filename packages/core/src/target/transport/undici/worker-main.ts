import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { classifyError } from './classify-error.ts';
import { OrderSchema, TransportOptionsSchema, type News } from './messages.ts';
import { buffersOf } from './record-batch.ts';
import { UndiciSender } from './sender.ts';

/** Executes the main thread's messages with a sender on this thread. */
function serve(port: MessagePort): void {
  const report = (news: News, move: ArrayBuffer[] = []): void => port.postMessage(news, move);
  const sender = new UndiciSender(TransportOptionsSchema.parse(workerData), (batch) =>
    report({ news: 'records', batch }, buffersOf(batch)),
  );

  async function open(call: number, connections: number): Promise<void> {
    try {
      await sender.open(connections);
    } catch (error) {
      const failure = classifyError(error);
      if (failure === undefined) throw error;
      report({ news: 'failed', call, failure });
      return;
    }
    report({ news: 'done', call });
  }

  async function close(call: number): Promise<void> {
    await sender.close();
    report({ news: 'done', call });
    port.close();
  }

  port.on('message', (message: unknown) => {
    const order = OrderSchema.parse(message);
    // A rejection is a bug: it ends the worker, and the main thread is notified.
    switch (order.order) {
      case 'open':
        void open(order.call, order.connections);
        break;
      case 'stage':
        sender.stage(order.requests);
        break;
      case 'cancel':
        sender.cancel(order.ids);
        break;
      case 'finish':
        sender.finish(order.ids);
        break;
      case 'close-idle':
        sender.closeIdle();
        break;
      case 'end-sending':
        sender.endSending();
        break;
      case 'acknowledge':
        sender.acknowledge(order.bytes);
        break;
      case 'account':
        report({ news: 'account', call: order.call, account: sender.account() });
        break;
      case 'close':
        void close(order.call);
        break;
    }
  });
}

if (parentPort === null) throw new Error('this module runs only as a worker thread');
serve(parentPort);
