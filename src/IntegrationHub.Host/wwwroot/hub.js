// Everything here is a comfort: without it each form is posted and each page is read again.
(() => {
  'use strict';
  const every = 1500;

  // What somebody is typing is never taken away.
  const isBusy = region => [...region.querySelectorAll('input:not([type=hidden]), textarea')].some(field =>
    field === document.activeElement || (field.value !== field.defaultValue && field.type !== 'checkbox'));

  const swap = (region, html) => {
    const focused = region.contains(document.activeElement) ? document.activeElement.id : '';
    const typed = [...region.querySelectorAll('[data-keep]')].map(field => [field.id, field.value]);
    region.innerHTML = html;
    typed.forEach(([id, value]) => { const field = document.getElementById(id); if (field) field.value = value; });
    if (focused) (document.getElementById(focused) ?? region.querySelector('[data-focus]'))?.focus();
  };

  // For those who do not see the page: one line in a region that stays, so that it is announced.
  const tell = text => {
    const news = document.querySelector('[data-news]');
    if (news && text && news.textContent !== text) news.textContent = text;
  };

  // <div data-live="URL" data-seen="N">: asked again and again with what was seen; 204 when nothing changed.
  const refresh = async region => {
    if (document.hidden || isBusy(region)) return;
    const url = new URL(region.dataset.live, location.href);
    url.searchParams.set('seen', region.dataset.seen);
    const answer = await fetch(url, { headers: { Accept: 'text/html' } });
    if (answer.status !== 200 || isBusy(region) || !region.isConnected) return;
    region.dataset.seen = answer.headers.get('X-Seen') ?? region.dataset.seen;
    swap(region, await answer.text());
    tell(region.querySelector('[data-news-text]')?.dataset.newsText);
  };

  const keepFresh = async () => {
    for (const region of document.querySelectorAll('[data-live]')) {
      try { await refresh(region); } catch { /* The hub is away for a moment; the next round asks again. */ }
    }
    setTimeout(keepFresh, every);
  };

  // <form data-swap="ID">: posted without leaving the page; the same element of the answer takes its place.
  document.addEventListener('submit', async submit => {
    const form = submit.target;
    const region = document.getElementById(form.dataset.swap ?? '');
    if (!region) return;
    submit.preventDefault();
    if (region.getAttribute('aria-busy') === 'true') return;
    region.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form, submit.submitter)) });
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
      const fresh = page.getElementById(region.id);
      if (!fresh) { location.reload(); return; }
      form.reset();
      swap(region, fresh.innerHTML);
      history.replaceState(null, '', answer.url);
      speakNews();
    } catch {
      form.removeAttribute('data-swap');
      form.requestSubmit(submit.submitter);
    } finally {
      region.removeAttribute('aria-busy');
    }
  });

  // What is new in the call is announced; it is also read aloud for who turned that on.
  const spoken = new Set();
  const speakNews = () => {
    const wanted = document.getElementById('aloud')?.checked;
    const fresh = [];
    for (const line of document.querySelectorAll('[data-said]')) {
      if (spoken.has(line.dataset.said)) continue;
      spoken.add(line.dataset.said);
      fresh.push(line.textContent);
      if (!wanted || !('speechSynthesis' in window)) continue;
      const utterance = new SpeechSynthesisUtterance(line.textContent.replace(/\d{5,}/g, number => [...number].join(' ')));
      utterance.lang = line.lang || 'sv-SE';
      speechSynthesis.speak(utterance);
    }
    const waits = document.querySelector('[data-waits]');
    if (waits) tell([...fresh, waits.textContent].join(' '));
  };

  const aloud = document.getElementById('aloud');
  if (aloud) {
    aloud.closest('label').hidden = !('speechSynthesis' in window);
    aloud.addEventListener('change', () => { if (!aloud.checked) speechSynthesis.cancel(); });
    speakNews();
  }
  if (document.querySelector('[data-live]')) setTimeout(keepFresh, every);
})();
