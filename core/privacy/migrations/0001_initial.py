import core.clock
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    initial = True

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ErasureLog',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.UUIDField(unique=True, verbose_name='public id')),
                ('erased_at', models.DateTimeField(verbose_name='erased')),
                ('version', models.PositiveSmallIntegerField(verbose_name='version of the erasure')),
            ],
            options={
                'verbose_name': 'erasure',
                'verbose_name_plural': 'erasures',
                'ordering': ['id'],
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='254d7a8e12a777a67ee83ee662b8f264e03ee619', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_8f8f3', table='privacy_erasurelog', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='5c051a0cae34e54df7407f2e144d98f2805ad0c8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_92bee', table='privacy_erasurelog', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_requests', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('asked_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='asked')),
                ('due_at', models.DateTimeField(verbose_name='due')),
                ('kept_at', models.DateTimeField(editable=False, null=True, verbose_name='changed their mind')),
                ('held_since', models.DateTimeField(editable=False, null=True, verbose_name='held since')),
                ('begun_at', models.DateTimeField(editable=False, null=True, verbose_name='begun')),
                ('done_at', models.DateTimeField(editable=False, null=True, verbose_name='done')),
            ],
            options={
                'verbose_name': 'request for erasure',
                'verbose_name_plural': 'requests for erasure',
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True), ('kept_at__isnull', True)), fields=['due_at'], name='erasure_to_do')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('done_at__isnull', True), ('kept_at__isnull', True)), fields=('user',), name='one_open_erasure_per_person'), models.CheckConstraint(condition=models.Q(('kept_at__isnull', True), ('begun_at__isnull', True), _connector='OR'), name='an_erasure_is_kept_or_begun'), models.CheckConstraint(condition=models.Q(('done_at__isnull', True), ('begun_at__isnull', False), _connector='OR'), name='what_is_done_was_begun')],
            },
        ),
        migrations.CreateModel(
            name='ExportRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='export_requests', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='asked')),
                ('made_at', models.DateTimeField(editable=False, null=True, verbose_name='made')),
                ('expires_at', models.DateTimeField(editable=False, null=True, verbose_name='can be fetched until')),
                ('expired_at', models.DateTimeField(editable=False, null=True, verbose_name='file deleted')),
                ('attempts', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='attempts')),
            ],
            options={
                'verbose_name': 'export',
                'verbose_name_plural': 'exports',
                'ordering': ['-id'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('made_at__isnull', True)), fields=('user',), name='one_export_being_made_per_person'), models.CheckConstraint(condition=models.Q(('made_at__isnull', True), ('expires_at__isnull', False), _connector='OR'), name='a_made_export_expires')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyChoices',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='privacy', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('hidden_since', models.DateTimeField(blank=True, null=True, verbose_name='hidden since')),
                ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen only by')),
                ('named_since', models.DateTimeField(blank=True, null=True, verbose_name='may be named since')),
            ],
            options={
                'verbose_name': 'choice about privacy',
                'verbose_name_plural': 'choices about privacy',
                'constraints': [models.CheckConstraint(condition=models.Q(('hidden_since__isnull', True), ('contact__isnull', False), _connector='OR'), name='whoever_is_hidden_has_a_contact'), models.CheckConstraint(condition=models.Q(('contact', models.F('user')), _negated=True), name='nobody_is_their_own_contact')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "privacy_privacychoicesevent" ("contact_id", "hidden_since", "id", "named_since", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."contact_id", NEW."hidden_since", NEW."id", NEW."named_since", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."user_id"); RETURN NULL;', hash='f9a320e5b274550e1ddb15350834eec81d09c877', operation='INSERT', pgid='pgtrigger_insert_insert_9bf6d', table='privacy_privacychoices', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "privacy_privacychoicesevent" ("contact_id", "hidden_since", "id", "named_since", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "user_id") VALUES (NEW."contact_id", NEW."hidden_since", NEW."id", NEW."named_since", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."user_id"); RETURN NULL;', hash='b11b61566c990a53ba64f36db1ed4ec3ff3676fd', operation='UPDATE', pgid='pgtrigger_update_update_0a43f', table='privacy_privacychoices', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='SafetyCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='safety_calls', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('pressed_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='pressed')),
                ('answered_at', models.DateTimeField(editable=False, null=True, verbose_name='answered')),
                ('answered_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='answered by')),
                ('outcome', models.CharField(blank=True, choices=[('reached', 'we spoke, and they are safe'), ('help', 'others are helping now: police, a hotline, people close to them'), ('mistake', 'pressed by mistake')], max_length=16, verbose_name='what came of it')),
            ],
            options={
                'verbose_name': 'call for help',
                'verbose_name_plural': 'calls for help',
                'ordering': ['-pressed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answered_at__isnull', True)), fields=('user',), name='one_open_call_for_help'), models.CheckConstraint(condition=models.Q(('answered_at__isnull', True), models.Q(('outcome', ''), _negated=True), _connector='OR'), name='an_answered_call_has_an_outcome')],
            },
        ),
        migrations.CreateModel(
            name='PrivacyChoicesEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='privacy.privacychoices')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('hidden_since', models.DateTimeField(blank=True, null=True, verbose_name='hidden since')),
                ('contact', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='seen only by')),
                ('named_since', models.DateTimeField(blank=True, null=True, verbose_name='may be named since')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='51c1f3fd4f9d19bdd3f35a1c1a8c140c7c4f95a0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_c31e9', table='privacy_privacychoicesevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='afaf757c07d7a8f7986cce76db3c03fcb7f56f24', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_f6f2f', table='privacy_privacychoicesevent', when='BEFORE'))],
            },
        ),
    ]
