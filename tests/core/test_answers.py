"""What people mean who answer a text, in either language; and what they do not mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.outbox.answer_words import Intent
from core.outbox.answers import Said, understand

STOP_EN = """
STOP|Stop.|stop!!|  sToP  |STOPALL|Stop all|quit|END|revoke|opt out|OPT-OUT|optout|cancel|Unsubscribe|unsubscribe please
Please stop|stop please|please stop texting me|Stop sending me these messages|stop the texts|Stop your messages now
quit texting me|Please quit messaging me|don't text me|Don’t text me anymore|do not contact me again
I don't want any more texts|I no longer want to receive these messages|no more texts|No more messages please
take me off your list|Take me off this list!|remove me from your list|Remove my number|delete my number
unsubscribe me|I want to unsubscribe|I'd like to opt out|opting out|I revoke my consent|leave me alone|Wrong number
wrong number, sorry|cancel these texts|end the messages|lose my number|never text me again|STOP THIS|stop it please
stop, thanks|stop contacting me|I wish to stop receiving texts|Please stop all communication|pls stop msgs|no more|stopp
Can you stop texting me?|could you stop the messages|STOP I am not running anymore|stop!!! I already voted|do not text
not interested|I'm not interested, stop|no longer interested, please remove me|please take my name off|unsuscribe
you texted the wrong person|Cease and desist|please discontinue|I don't want this|Unsubscribe, I moved away
"""
STOP_ES = """
no más mensajes|No mas mensajes por favor|dejen de escribirme|Dejen de mandarme mensajes|ya no quiero mensajes
Ya no quiero recibir mensajes|no quiero recibir más textos|no quiero que me escriban|No me escriban más
no me manden mensajes|no me envíen más|no me contacten|paren de escribirme|para de mandarme mensajes|basta de mensajes
Alto|PARAR|para|basta|cancelar|baja|Darme de baja|quiero darme de baja|denme de baja|quítenme de la lista
Sáquenme de su lista|borren mi número|elimina mi numero|cancelen mi suscripción|cancela los mensajes|número equivocado
déjenme en paz|ya no me escriban|no más|dejen ya de molestarme|no vuelvan a escribirme|Deja de textearme
no necesito estos recordatorios|no me interesa|ya basta con esto|suspendan los mensajes|no envíen más mensajes|Eliminar
quiero dejar de recibir mensajes|no quiero recibir nada más|detener mensajes
Alto, por favor|ya párenle|terminen los avisos
"""
NEITHER = """
I can't stop by today|I can't stop by today to talk|Can we stop at 5?|The bus stop is right here|I quit my job to run!
I want to end homelessness|Can I cancel my talk tomorrow?|please cancel my interview|don't stop texting me
Do not stop sending messages|Please don't stop these texts|I'll stop texting while I drive|I never got the text
I can't stop thinking about it|see you there|yes|ok thanks|who is this?|Running late, start without me
Is there a message for me?|Can you text me the link?|what does it cost to run|end of the day works|no problem
I got your message, I will quit smoking|The message did not open|We ended the meeting|no puedo ir hoy
No puedo pasar hoy|¿Me mandan el enlace?|no dejen de escribirme|Sí, gracias|¿para qué es la llamada?|¿a qué hora es?
quiero cancelar mi conversación|nos vemos en la parada|Gracias por los mensajes|no recibí el mensaje
Stop by my house?|Stop at the library first?|stop worrying|You stopped by!|I'm not interested in school boards
Not interested in video, phone is better|¿El alto costo?|no me interesa la alcaldía, solo el concejo
quiero dejar mi trabajo
no me llegó el mensaje|nunca paro de trabajar|mi mamá está en paz|hasta el fin de semana||🙂|.
"""
START = "START|unstop|Resume|start texting me again|text me again please|vuelvan a escribirme|empezar"
HELP = "HELP|help!|info|Ayuda|información"
NOT_START = "don't start texting me again|Running late, start without me|no vuelvan a mandarme mensajes"


def each(table: str) -> list[str]:
    return table.strip("\n").replace("\n", "|").split("|")


@pytest.mark.parametrize("words", each(STOP_EN) + each(STOP_ES))
def test_who_wants_no_more_is_understood(words: str) -> None:
    assert understand(words).intent == Intent.STOP


@pytest.mark.parametrize("words", each(STOP_ES))
def test_and_is_answered_in_their_language(words: str) -> None:
    assert understand(words).language == "es"


@pytest.mark.parametrize("words", each(NEITHER))
def test_who_writes_of_something_else_is_not_taken_to_mean_it(words: str) -> None:
    assert understand(words).intent == Intent.OTHER


@pytest.mark.parametrize("words", each(START))
def test_who_wants_texts_again_is_understood(words: str) -> None:
    assert understand(words).intent == Intent.START


@pytest.mark.parametrize("words", each(NOT_START))
def test_texts_do_not_begin_again_in_doubt(words: str) -> None:
    assert understand(words).intent != Intent.START


@pytest.mark.parametrize("words", each(HELP))
def test_who_asks_for_help_is_understood(words: str) -> None:
    assert understand(words).intent == Intent.HELP


def test_what_twilio_acts_upon_by_itself_is_told_apart() -> None:
    assert understand("Stop.") == Said(Intent.STOP, "en", keyword=True)
    assert understand("stop please") == Said(Intent.STOP, "en", keyword=False)


@given(st.text(max_size=2_000))
def test_whatever_is_written_is_understood_somehow_and_soon(words: str) -> None:
    assert understand(words).intent in Intent


@pytest.mark.parametrize("unit", ["stop my ", "no quiero ", "dejen de los ", "a ", "don't want "])
def test_a_text_made_to_take_long_does_not(unit: str) -> None:
    assert understand(unit * 10_000).intent in Intent
