import core.clock
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('outbox', '0001_initial'), ('outbox', '0002_failures_by_kind'), ('outbox', '0003_holds'), ('outbox', '0004_channels'), ('outbox', '0005_suppression'), ('outbox', '0006_staff_pages')]

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(blank=True, help_text='Leave it empty to hold back everything but sign-in codes and the like.', max_length=64, unique=True, verbose_name='kind')),
                ('reason', models.CharField(max_length=200, verbose_name='why')),
                ('held_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='held by')),
                ('held_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='since')),
            ],
            options={
                'verbose_name': 'hold on messages',
                'verbose_name_plural': 'holds on messages',
                'ordering': ['-id'],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "outbox_holdevent" ("held_at", "held_by_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."reason"); RETURN NULL;', hash='e14877da3b5bd6a79d0d79b9cf637ed2cb981e6c', operation='INSERT', pgid='pgtrigger_insert_insert_7e551', table='outbox_hold', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "outbox_holdevent" ("held_at", "held_by_id", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason") VALUES (NEW."held_at", NEW."held_by_id", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."reason"); RETURN NULL;', hash='14cdf577115765cf905a4431d4ba3a4c22cd26f4', operation='UPDATE', pgid='pgtrigger_update_update_ad697', table='outbox_hold', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='OutgoingMessage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=64, verbose_name='kind')),
                ('lane', models.CharField(choices=[('security', 'security'), ('transactional', 'transactional'), ('bulk', 'bulk')], max_length=16, verbose_name='lane')),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('text', 'text message'), ('slack', 'Slack')], default='email', max_length=16, verbose_name='channel')),
                ('recipient', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='recipient')),
                ('to_address', models.CharField(max_length=254, verbose_name='address')),
                ('language', models.CharField(default='en', max_length=8, verbose_name='language')),
                ('context', models.JSONField(default=dict, verbose_name='references')),
                ('key', models.CharField(max_length=200, unique=True, verbose_name='unique key')),
                ('not_before', models.DateTimeField(default=core.clock.now, verbose_name='not before')),
                ('expires_at', models.DateTimeField(blank=True, null=True, verbose_name='worth sending until')),
                ('status', models.CharField(choices=[('due', 'waiting to be sent'), ('sending', 'being sent'), ('sent', 'sent'), ('failed', 'failed'), ('cancelled', 'cancelled'), ('expired', 'no longer worth sending')], default='due', max_length=16, verbose_name='status')),
                ('claimed_by', models.IntegerField(editable=False, null=True, verbose_name='sender')),
                ('attempts', models.PositiveSmallIntegerField(default=0, verbose_name='attempts')),
                ('failure', models.CharField(blank=True, max_length=120, verbose_name='failure')),
                ('created_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='written')),
                ('sent_at', models.DateTimeField(editable=False, null=True, verbose_name='sent')),
            ],
            options={
                'verbose_name': 'outgoing message',
                'verbose_name_plural': 'outgoing messages',
                'ordering': ['-id'],
                'indexes': [models.Index(models.F('lane'), models.F('not_before'), condition=models.Q(('status', 'due')), name='outbox_due'), models.Index(models.F('claimed_by'), condition=models.Q(('status', 'sending')), name='outbox_claimed'), models.Index(models.F('kind'), condition=models.Q(('status', 'failed')), name='outbox_failed'), models.Index(models.F('created_at'), models.F('id'), name='outbox_written'), models.Index(models.F('kind'), models.F('created_at'), models.F('id'), name='outbox_written_by_kind'), models.Index(models.F('created_at'), models.F('id'), condition=models.Q(('status', 'sent'), _negated=True), name='outbox_not_sent')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('claimed_by__isnull', False), ('status', 'sending')), models.Q(models.Q(('status', 'sending'), _negated=True), ('claimed_by__isnull', True)), _connector='OR'), name='a_message_being_sent_has_a_sender')],
            },
        ),
        migrations.CreateModel(
            name='ProviderEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=64, unique=True)),
                ('received_at', models.DateTimeField(default=core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Suppression',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(max_length=32)),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('text', 'text message'), ('slack', 'Slack')], max_length=16, verbose_name='channel')),
                ('topic', models.CharField(blank=True, choices=[('welcome', 'The welcome mails of the first week'), ('nudges', 'Reminders of a next step that is up to you'), ('news', 'News about offices and about what you told us'), ('digest', 'The daily and weekly reports for our staff'), ('donors', 'The monthly letter to donors')], max_length=16, verbose_name='topic')),
                ('reason', models.CharField(choices=[('bounced', 'the address does not work'), ('complained', 'marked as spam'), ('unsubscribed', 'unsubscribed'), ('stopped', 'answered STOP')], max_length=16, verbose_name='reason')),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ('since', models.DateTimeField(verbose_name='since')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('target', 'channel', 'topic'), name='suppressed_once')],
            },
        ),
        migrations.CreateModel(
            name='HoldEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='outbox.hold')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(blank=True, help_text='Leave it empty to hold back everything but sign-in codes and the like.', max_length=64, verbose_name='kind')),
                ('reason', models.CharField(max_length=200, verbose_name='why')),
                ('held_by', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='held by')),
                ('held_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='since')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='75cada1eeac6c784b2b2d36f2b8f6ba6057544f5', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_ddcb5', table='outbox_holdevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8d72d3a13dc054adfcb3a207a72233fb9fc33277', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_7adb3', table='outbox_holdevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Intervention',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('cancelled', 'cancelled'), ('all_cancelled', 'all that waited were cancelled'), ('left_out', 'left out before it was written'), ('resent', 'sent again')], max_length=16)),
                ('kind', models.CharField(max_length=64)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='interventions', to='outbox.outgoingmessage')),
                ('count', models.PositiveIntegerField(default=1)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recorded_at', models.DateTimeField(default=core.clock.now)),
            ],
            options={
                'ordering': ['-id'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='697160b248b51e97aac5e7426a4edbc950d09dc8', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_fffa7', table='outbox_intervention', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='76cbb15269809cac0e26e13daa75c1a78faecb4f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_d7cd3', table='outbox_intervention', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SealedBody',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('message', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sealed', to='outbox.outgoingmessage')),
                ('ciphertext', models.BinaryField()),
            ],
        ),
    ]
