// The line between the chat page and the hub: Direct Line 3.0 over a socket, with fetching where sockets do not pass.
// Nothing is lost and nothing comes twice: what was missed is read after a watermark, and each activity is handed on once, by its id.
(() => {
  'use strict';
  const base = '/v3/directline/conversations';
  const slowest = 15000, patience = 20000, keepAlive = 20000, asleep = 60000;
  const wait = ms => new Promise(done => setTimeout(done, ms));

  // heard(activity, past): each activity once, in order; past is true for what was said before the page was opened.
  // told(state): connecting | online | away | over.
  window.hubChatLine = ({ locale, heard, told }) => {
    let session = null, watermark = '', socket = null, timer = 0, failures = 0, going = false, shared = false, ticked = Date.now();
    const seen = new Set();

    // The page's own session names the conversation: a fresh token for the same one, also after a night's sleep. One question at a time.
    let renewing = null;
    const renew = fresh => renewing ??= token(fresh).finally(() => { renewing = null; });
    const token = async fresh => {
      const answer = await fetch('/chat/token', {
        method: 'POST', headers: { 'Content-Type': 'application/json' }, signal: AbortSignal.timeout(patience),
        body: JSON.stringify({ conversationId: fresh ? null : session?.conversationId, fresh, locale }),
      });
      if (answer.status === 409) { over(); throw new Error('over'); } // Another window has begun a new conversation.
      if (!answer.ok) throw new Error(`token ${answer.status}`);
      session = { ...session, ...await answer.json() };
    };

    const ask = async (path, init = {}) => {
      for (let again = false; ; again = true) {
        const answer = await fetch(base + path, {
          ...init, headers: { ...init.headers, Authorization: `Bearer ${session.token}` }, signal: AbortSignal.timeout(patience),
        });
        if (again || (answer.status !== 401 && answer.status !== 403)) return answer;
        await renew(false);
      }
    };
    const own = path => `/${encodeURIComponent(session.conversationId)}${path}`;
    const after = () => `watermark=${encodeURIComponent(watermark)}`;

    const take = (set, past) => {
      for (const activity of set.activities ?? []) {
        if (activity.id && seen.has(activity.id)) continue;
        if (activity.id) seen.add(activity.id);
        heard(activity, past);
      }
      watermark = set.watermark ?? watermark;
    };

    const read = async past => {
      const answer = await ask(own(`/activities?${after()}`));
      if (answer.status === 404) { over(); throw new Error('over'); }
      if (!answer.ok) throw new Error(`read ${answer.status}`);
      take(await answer.json(), past);
    };

    const over = () => { going = false; hangUp(); told('over'); };

    const hangUp = () => { const old = socket; socket = null; clearTimeout(timer); old?.close(); };

    const later = () => {
      clearTimeout(timer);
      if (!going) return;
      const pause = Math.min(slowest, 1000 * 2 ** Math.min(failures++, 4)) * (0.75 + Math.random() / 2);
      timer = setTimeout(connect, pause);
    };

    let connecting = false;
    const connect = async () => {
      if (connecting || !going) return;
      connecting = true;
      hangUp();
      try {
        if (!session) await renew(false);
        await read(session.known && !session.isRead);
        session.isRead = true;
        if (shared) { told('online'); timer = setTimeout(connect, 5000); return; } // Another window has the socket: this one asks.
        const answer = await ask(own(`?${after()}`));
        if (!answer.ok) throw new Error(`stream ${answer.status}`);
        if (going) listen((await answer.json()).streamUrl);
      } catch {
        if (going) { told('away'); later(); }
      } finally {
        connecting = false;
      }
    };

    const listen = address => {
      // The page's own host: the address that the hub is known by outside may be another one.
      const url = new URL(address, location.href);
      url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
      url.host = location.host;
      const opened = socket = new WebSocket(url);
      opened.onopen = () => { if (opened === socket) { failures = 0; told('online'); } };
      opened.onmessage = frame => { if (opened === socket && frame.data) take(JSON.parse(frame.data), false); };
      opened.onclose = closed => {
        if (opened !== socket) return;
        socket = null;
        shared = closed.reason === 'collision';
        if (!shared) told('away');
        later();
      };
    };

    // Sends an activity, with files when there are any. Gives { ok, status, id }; the same activity may be sent again, it counts once.
    const post = async (activity, files = []) => {
      try {
        if (!session) await renew(false);
        const said = { ...activity, from: { id: session.user }, locale };
        let answer;
        if (files.length === 0) {
          answer = await ask(own('/activities'), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(said) });
        } else {
          const parts = new FormData();
          parts.append('activity', new Blob([JSON.stringify(said)], { type: 'application/vnd.microsoft.activity' }));
          files.forEach(file => parts.append('file', file, file.name));
          answer = await ask(own(`/upload?userId=${encodeURIComponent(session.user)}`), { method: 'POST', body: parts });
        }
        if (answer.status === 404) over();
        const { id } = answer.ok ? await answer.json() : {};
        return { ok: answer.ok, status: answer.status, id };
      } catch {
        return { ok: false, status: 0 };
      }
    };

    const wake = () => { if (going) { failures = 0; if (!socket) connect(); } };
    addEventListener('online', wake);
    addEventListener('offline', () => { if (going) { hangUp(); told('away'); later(); } });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { shared = false; wake(); } });
    setInterval(() => {
      const slept = Date.now() - ticked > asleep;
      ticked = Date.now();
      if (slept && going) { hangUp(); connect(); } // A socket may look open after a sleep and hear nothing.
      else if (socket?.readyState === WebSocket.OPEN) socket.send('');
    }, keepAlive);

    return {
      open: () => { going = true; told('connecting'); connect(); },
      post,
      isOwn: activity => activity.from?.role === 'user' || activity.from?.id === session?.user,
      // Leaves the conversation and begins another.
      fresh: async () => {
        going = false;
        hangUp();
        while (connecting || renewing) await wait(50);
        const old = session;
        session = null;
        try {
          await renew(true);
        } catch (fault) {
          session = old;
          going = true;
          connect();
          throw fault;
        }
        watermark = '';
        failures = 0;
        seen.clear();
        going = true;
        connect();
      },
    };
  };
})();
