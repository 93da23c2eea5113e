// How messages look. Everything that anybody wrote is put in as text, never as HTML.
(() => {
  'use strict';
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  };
  // A text block of a card reads some Markdown, which the hub escapes; here it is text again.
  const plain = text => String(text ?? '').replace(/\\([\\`*_{}[\]()#+\-!<>|~.])/g, '$1');
  const isSafe = address => /^(https?:|tel:|mailto:)/i.test(address) || /^\/(?!\/)/.test(address);

  let fields = 0;
  const parts = {
    TextBlock: item => item.style === 'heading' ? make('h3', 'card-title', plain(item.text)) : make('p', '', plain(item.text)),
    RichTextBlock: item => {
      const line = make('p');
      for (const run of item.inlines ?? []) line.append(make(run.weight?.toLowerCase() === 'bolder' ? 'strong' : 'span', '', typeof run === 'string' ? run : run.text));
      return line;
    },
    FactSet: item => {
      const list = make('dl', 'facts');
      for (const fact of item.facts ?? []) {
        const row = make('div');
        row.append(make('dt', '', plain(fact.title)), make('dd', '', plain(fact.value)));
        list.append(row);
      }
      return list;
    },
    Container: item => { const group = make('div'); group.append(...(item.items ?? []).map(part)); return group; },
    'Input.Text': item => {
      const group = make('div'), label = make('label', '', item.label ?? item.placeholder ?? ''), field = make(item.isMultiline ? 'textarea' : 'input');
      field.id = label.htmlFor = `card-field-${++fields}`;
      field.dataset.input = item.id;
      if (item.isMultiline) field.rows = 3;
      if (item.maxLength) field.maxLength = item.maxLength;
      field.required = item.isRequired === true;
      field.value = item.value ?? '';
      group.append(label, field);
      return group;
    },
  };
  const part = item => parts[item.type]?.(item) ?? make('p', '', plain(item.fallbackText ?? item.text ?? item.altText ?? ''));

  // A card as headings, lines, labelled fields and buttons. press(title, value): what a button sends.
  const card = (content, press) => {
    const box = make('div', 'ac-adaptiveCard');
    if (content.lang) box.lang = content.lang;
    box.append(...(content.body ?? []).map(part));
    const title = box.querySelector('.card-title');
    if (title) { title.id = `card-title-${++fields}`; box.setAttribute('role', 'group'); box.setAttribute('aria-labelledby', title.id); }
    const row = make('div', 'row');
    for (const action of content.actions ?? []) {
      if (action.type === 'Action.OpenUrl') { const link = opened(action.title, action.url); if (link) row.append(link); continue; }
      const button = make('button', '', action.title);
      button.type = 'button';
      button.dataset.choice = action.data?.choice ?? '';
      if (action.data?.step !== undefined) box.dataset.step = action.data.step;
      button.addEventListener('click', () => {
        const inputs = {};
        for (const field of box.querySelectorAll('[data-input]')) {
          if (field.required && !field.value.trim()) { field.setAttribute('aria-invalid', 'true'); field.focus(); return; }
          inputs[field.dataset.input] = field.value;
        }
        press(action.title, { ...action.data, ...inputs });
      });
      row.append(button);
    }
    if (row.childElementCount) box.append(row);
    return box;
  };

  const opened = (title, address) => {
    if (!isSafe(address ?? '')) return null;
    const link = make('a', 'button', title);
    link.href = address;
    link.rel = 'noopener noreferrer';
    if (/^https?:/i.test(address)) link.target = '_blank';
    return link;
  };

  // A used or older card stays readable; what it asked can no longer be pressed, what can be done with a case still can.
  const holds = /^(show|confirm|reopen|add|complain):/;
  const retire = box => {
    for (const control of box.querySelectorAll('button, textarea, input')) control.disabled = !holds.test(control.dataset.choice ?? '');
  };

  const clock = new Intl.DateTimeFormat(document.documentElement.lang === 'en' ? 'en-GB' : 'sv-SE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Stockholm' });
  const date = (box, at) => {
    const time = box.querySelector('time');
    time.dateTime = at.toISOString();
    time.textContent = clock.format(at);
  };

  const message = (side, who, at, ...content) => {
    const box = make('div', `message ${side}`), head = make('p', 'who', who + ' ');
    head.append(make('time', 'quiet'));
    box.append(head, ...content.filter(Boolean));
    date(box, at);
    return box;
  };

  window.hubChatView = { make, card, opened, retire, date, message, text: (said, lang) => { const line = make('p', 'written', said); if (lang) line.lang = lang; return line; } };
})();
