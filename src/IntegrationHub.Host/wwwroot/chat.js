// The chat page: what is said in both directions, in one log that is announced once, with the focus left where the person writes.
(() => {
  'use strict';
  const place = document.getElementById('chat');
  if (!place) return;
  const { make, card, opened, retire, date, message, text } = window.hubChatView;
  const words = JSON.parse(place.dataset.words), desks = JSON.parse(place.dataset.desks), locale = place.dataset.locale;
  const [log, state, choices, form, field, fault, file] =
    ['log', 'state', 'choices', 'form', 'text', 'fault', 'file'].map(name => document.getElementById(`chat-${name}`));
  const longest = 4000, largest = 4 * 1024 * 1024;
  const pending = new Map(); // By clientActivityID: what was sent and is shown already.
  let past = false;

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');
  const deskName = by => by?.startsWith('desk:') ? words.desk.replace('{0}', desks[by.slice(5)] ?? by.slice(5)) : null;
  const tell = said => { if (state.textContent !== said) state.textContent = said; };
  const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 80;

  const add = (element, always) => {
    const follow = always || isAtEnd();
    log.setAttribute('aria-live', past ? 'off' : 'polite'); // What was said before the page was opened is read, not announced.
    log.append(element);
    // To the end, but not past the beginning of what is new.
    if (follow) log.scrollTop = Math.min(log.scrollHeight, element.offsetTop - log.offsetTop - 8);
  };

  // Answers to press stand below the log; they go when anything else is said.
  const offer = actions => {
    choices.replaceChildren();
    for (const action of actions) {
      const control = action.type === 'openUrl' ? opened(action.title, action.value) : make('button', 'plain', action.title);
      if (!control) continue;
      if (action.type !== 'openUrl') {
        control.type = 'button';
        control.addEventListener('click', () => { send({ type: 'message', text: String(action.value ?? action.title), textFormat: 'plain' }); field.focus(); });
      }
      choices.append(control);
    }
    choices.hidden = choices.childElementCount === 0;
  };

  const withdraw = step => { for (const box of log.querySelectorAll('.ac-adaptiveCard')) if (box.dataset.step === String(step)) retire(box); };
  const titleOf = value => {
    const pressed = [...log.querySelectorAll('.ac-adaptiveCard')].filter(box => box.dataset.step === String(value?.step))
      .flatMap(box => [...box.querySelectorAll('button')]).find(button => button.dataset.choice === value?.choice);
    return pressed?.textContent ?? words.pressed;
  };

  const files = activity => (activity.attachments ?? []).filter(one => one.name).map(one => make('p', '', words.file + one.name));

  const showOwn = activity => {
    const known = pending.get(activity.channelData?.clientActivityID);
    if (known) { // From now on by the hub's clock, as after a reload: the user's own may be wrong.
      if (activity.timestamp) date(known.box, new Date(activity.timestamp));
      settle(known, true);
      return;
    }
    const value = typeof activity.value === 'object' ? activity.value : null;
    if (value?.step !== undefined) withdraw(value.step);
    const said = activity.text || value?.text;
    if (!said && !value && !activity.attachments?.length) return;
    offer([]);
    add(message('own', words.you, new Date(activity.timestamp ?? Date.now()), value && text(titleOf(value)), said && text(said), ...files(activity)));
  };

  const showTheirs = activity => {
    const desk = deskName(activity.channelData?.by), lang = activity.locale?.slice(0, 2);
    const cards = (activity.attachments ?? []).filter(one => one.contentType === 'application/vnd.microsoft.card.adaptive')
      .map(one => card(one.content, (title, value) => { send({ type: 'message', value }, title); field.focus(); }));
    const actions = activity.suggestedActions?.actions ?? [];
    if (!activity.text && cards.length + actions.length === 0) return;
    const hint = actions.length ? make('p', 'visually-hidden', words.choices + actions.map(action => action.title).join(', ') + '.') : null;
    for (const fresh of cards) { // An answered question's card is past when the next one comes.
      for (const box of log.querySelectorAll('.message:has(~ .own) .ac-adaptiveCard')) if (+box.dataset.step < +fresh.dataset.step) retire(box);
    }
    add(message(desk ? 'desk' : 'hub', desk ?? words.hub, new Date(activity.timestamp ?? Date.now()), activity.text && text(activity.text, lang), ...cards, hint));
    offer(actions);
  };

  // Only what no message says: that a person is there. That the desk is asked, and that it has left, the hub says itself.
  const happened = { 'handoff.status': value => value?.state === 'accepted' ? words.taken.replace('{0}', desks[value.desk] ?? value.name ?? '').trim() : null };

  const heard = (activity, before) => {
    past = before;
    if (activity.type === 'message') (line.isOwn(activity) ? showOwn : showTheirs)(activity);
    else if (activity.type === 'event') { const said = happened[activity.name]?.(activity.value); if (said) add(make('p', 'happened quiet', said)); }
    past = false;
  };

  // One message of the user's: shown at once, marked until the hub has it, kept with its text when it could not be sent.
  const send = (activity, title) => {
    const id = newId();
    const sent = { activity: { ...activity, channelData: { clientActivityID: id } }, mark: make('p', 'mark quiet', words.sending), files: [] };
    const said = activity.text ?? activity.value?.text;
    sent.box = message('own', words.you, new Date(), title && text(title), said && text(said), sent.mark);
    pending.set(id, sent);
    offer([]);
    add(sent.box, true);
    transmit(sent);
  };

  const sendFile = one => {
    const id = newId();
    const sent = { activity: { type: 'message', channelData: { clientActivityID: id } }, mark: make('p', 'mark quiet', words.sending), files: [one] };
    sent.box = message('own', words.you, new Date(), make('p', '', words.file + one.name), sent.mark);
    pending.set(id, sent);
    add(sent.box, true);
    transmit(sent);
  };

  const transmit = async sent => {
    if (sent.going) return;
    sent.going = true;
    sent.mark.replaceChildren(words.sending);
    if (sent.activity.value?.step !== undefined) withdraw(sent.activity.value.step);
    const { ok, status } = await line.post(sent.activity, sent.files);
    sent.going = false;
    settle(sent, ok, status);
  };

  const settle = (sent, ok, status) => {
    if (ok) sent.arrived = true;
    sent.box.classList.toggle('failed', !sent.arrived);
    if (sent.arrived) {
      if (sent.mark.contains(document.activeElement)) field.focus();
      sent.mark.remove();
      return;
    }
    const again = make('button', 'plain', words.again);
    again.type = 'button';
    again.addEventListener('click', () => { field.focus(); transmit(sent); });
    sent.mark.replaceChildren(words.notSent + ' ', again);
    tell(status === 429 ? words.tooMany : status === 415 ? words.wrongType : status === 413 ? words.tooBig : words.notSentNews);
  };

  let isAway = false;
  const told = now => {
    field.disabled = now === 'connecting' || now === 'over'; // Nobody writes before the greeting, or into what has ended.
    if (now === 'online') { tell(isAway ? words.back : ''); isAway = false; }
    else if (now === 'away') { tell(words.away); isAway = true; }
    else tell(now === 'over' ? words.over : words.connecting);
  };

  const line = window.hubChatLine({ locale, heard, told });

  form.addEventListener('submit', submit => {
    submit.preventDefault();
    const said = field.value.trim();
    fault.textContent = said.length > longest ? words.tooLong : '';
    field.toggleAttribute('aria-invalid', said.length > longest);
    field.focus();
    if (!said || said.length > longest) return;
    field.value = '';
    send({ type: 'message', text: said, textFormat: 'plain' });
  });
  field.addEventListener('keydown', key => {
    if (key.key !== 'Enter' || key.shiftKey || key.isComposing) return;
    key.preventDefault();
    form.requestSubmit();
  });
  file.addEventListener('change', () => {
    const [one] = file.files;
    if (!one) return;
    const isKnown = file.accept.split(',').some(ending => one.name.toLowerCase().endsWith(ending));
    fault.textContent = one.size > largest ? words.tooBig : isKnown ? '' : words.wrongType;
    if (!fault.textContent) sendFile(one);
    file.value = '';
  });
  document.getElementById('chat-new').addEventListener('click', async () => {
    if (!confirm(words.confirmNew)) return;
    try {
      await line.fresh();
      pending.clear();
      log.replaceChildren();
      offer([]);
      tell(words.started);
      field.focus();
    } catch {
      tell(words.away);
    }
  });

  place.hidden = false;
  line.open();
})();
