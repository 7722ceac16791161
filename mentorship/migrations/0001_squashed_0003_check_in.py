import core.clock
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.comparison
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models

from core.migrating import InOneGo


class Migration(InOneGo):

    replaces = [('mentorship', '0001_initial'), ('mentorship', '0002_audit_is_never_emptied'), ('mentorship', '0003_check_in')]

    initial = True

    dependencies = [
        ('candidates', '0001_squashed_0010_welcome'),
        ('pghistory', '0007_auto_20250421_0444'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Mentor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mentor', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('campaigns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='Tags, separated by commas: the campaigns and the kinds of office.', size=None, verbose_name='campaigns worked on')),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='states known')),
                ('capacity', models.PositiveSmallIntegerField(default=2, verbose_name='candidates at a time at most')),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='candidates now')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'verbose_name': 'mentor',
                'verbose_name_plural': 'mentors',
                'constraints': [models.CheckConstraint(condition=models.Q(('taken__lte', models.F('capacity'))), name='no_mentor_beyond_capacity')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mentorship_mentorevent" ("campaigns", "capacity", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "states", "taken", "user_id") VALUES (NEW."campaigns", NEW."capacity", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."states", NEW."taken", NEW."user_id"); RETURN NULL;', hash='5887c8ee2de5bc2df300a3027f46ae657a705973', operation='INSERT', pgid='pgtrigger_insert_insert_af00b', table='mentorship_mentor', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "mentorship_mentorevent" ("campaigns", "capacity", "id", "is_active", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "states", "taken", "user_id") VALUES (NEW."campaigns", NEW."capacity", NEW."id", NEW."is_active", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."states", NEW."taken", NEW."user_id"); RETURN NULL;', hash='4c0d992215e6d49a4932aa86e38900cbcb367d5b', operation='UPDATE', pgid='pgtrigger_update_update_e6a71', table='mentorship_mentor', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MentorEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mentorship.mentor')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('user', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
                ('campaigns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, help_text='Tags, separated by commas: the campaigns and the kinds of office.', size=None, verbose_name='campaigns worked on')),
                ('states', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), blank=True, default=list, size=None, verbose_name='states known')),
                ('capacity', models.PositiveSmallIntegerField(default=2, verbose_name='candidates at a time at most')),
                ('taken', models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='candidates now')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='3ee59c73d8a8e2ce52fe57ea4e136fbe8537d63b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_8c5fb', table='mentorship_mentorevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='a4714ab77267e495c31c779a4f6ea24c89f34692', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_1f41e', table='mentorship_mentorevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Mentorship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('mentor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentorships', to='mentorship.mentor', verbose_name='mentor')),
                ('candidate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mentorships', to='candidates.candidate', verbose_name='candidate')),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('active', 'active'), ('refused', 'not this one'), ('ended', 'ended')], default='proposed', max_length=16, verbose_name='status')),
                ('mentor_said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='mentor said yes')),
                ('candidate_said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='candidate said yes')),
                ('proposed_by', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('proposed_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='proposed')),
            ],
            options={
                'verbose_name': 'mentorship',
                'verbose_name_plural': 'mentorships',
                'ordering': ['-id'],
                'indexes': [models.Index(django.db.models.functions.comparison.Greatest('mentor_said_yes_at', 'candidate_said_yes_at'), condition=models.Q(('status', 'active')), name='mentorships_to_ask_after')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ('proposed', 'active'))), fields=('candidate',), name='one_live_mentorship_per_candidate'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'active'), _negated=True), models.Q(('candidate_said_yes_at__isnull', False), ('mentor_said_yes_at__isnull', False)), _connector='OR'), name='active_means_both_said_yes')],
                'triggers': [pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "mentorship_mentorshipevent" ("candidate_id", "candidate_said_yes_at", "id", "mentor_id", "mentor_said_yes_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "status") VALUES (NEW."candidate_id", NEW."candidate_said_yes_at", NEW."id", NEW."mentor_id", NEW."mentor_said_yes_at", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."public_id", NEW."status"); RETURN NULL;', hash='c7bec8600d7575c949e108c708d9abd03aa4fffa', operation='INSERT', pgid='pgtrigger_insert_insert_12ae0', table='mentorship_mentorship', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "mentorship_mentorshipevent" ("candidate_id", "candidate_said_yes_at", "id", "mentor_id", "mentor_said_yes_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposed_at", "proposed_by_id", "public_id", "status") VALUES (NEW."candidate_id", NEW."candidate_said_yes_at", NEW."id", NEW."mentor_id", NEW."mentor_said_yes_at", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."proposed_at", NEW."proposed_by_id", NEW."public_id", NEW."status"); RETURN NULL;', hash='049144b45fd0f6621637676706f0f5da0dc2751b', operation='UPDATE', pgid='pgtrigger_update_update_ca683', table='mentorship_mentorship', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='MentorshipEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='mentorship.mentorship')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('id', models.BigIntegerField()),
                ('public_id', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('mentor', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='mentorship.mentor', verbose_name='mentor')),
                ('candidate', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='candidates.candidate', verbose_name='candidate')),
                ('status', models.CharField(choices=[('proposed', 'proposed'), ('active', 'active'), ('refused', 'not this one'), ('ended', 'ended')], default='proposed', max_length=16, verbose_name='status')),
                ('mentor_said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='mentor said yes')),
                ('candidate_said_yes_at', models.DateTimeField(blank=True, null=True, verbose_name='candidate said yes')),
                ('proposed_by', models.ForeignKey(db_constraint=False, editable=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='proposed by')),
                ('proposed_at', models.DateTimeField(default=core.clock.now, editable=False, verbose_name='proposed')),
            ],
            options={
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='96720f76cbf3da4ecf235e7e2ef52bab7e2b6580', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_2fff3', table='mentorship_mentorshipevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7f65a47347dc1156261044f42963a7a008fea55d', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_3898a', table='mentorship_mentorshipevent', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='MentorshipTransition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_state', models.CharField(max_length=32)),
                ('to_state', models.CharField(max_length=32)),
                ('actor', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=64)),
                ('effective_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('subject', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transitions', to='mentorship.mentorship')),
            ],
            options={
                'ordering': ['recorded_at', 'id'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='append_only_rows', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8561aed323c2e6426c928fd94d61129bfda7f99c', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_rows_f0277', table='mentorship_mentorshiptransition', when='BEFORE')), pgtrigger.compiler.Trigger(name='append_only_table', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'Cannot truncate the append-only table %', TG_TABLE_NAME;", hash='1a5dc8708ddc774a9f1527138e7bb222fa459f53', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_append_only_table_6e09a', table='mentorship_mentorshiptransition', when='BEFORE'))],
            },
        ),
    ]
